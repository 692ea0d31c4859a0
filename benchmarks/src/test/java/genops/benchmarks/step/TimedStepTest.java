package genops.benchmarks.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.HostMemory;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.results.composition.Stack;
import genops.results.document.Status;
import genops.results.roofline.AttentionVariant;
import genops.shapes.operator.Add;
import genops.shapes.operator.Attention;
import genops.shapes.operator.LayerNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.Softmax;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedStepTest {
    private static final Linear LINEAR = new Linear(8, 64, 64, false);
    private static final Attention ATTENTION = new Attention(1, 4, 8, 8, 16, 4, false);
    private static final Add ADD = new Add(512);
    private static final LayerNorm NORM = new LayerNorm(8, 64);
    private static final Softmax SOFTMAX = new Softmax(8, 64);
    /** Two layers whose sums grow without end, were they handed on. */
    private static final List<Operator> CALLS = List.of(NORM, LINEAR, LINEAR, ATTENTION, LINEAR, ADD, NORM, LINEAR, ATTENTION, ADD,
            SOFTMAX);

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(HostMemory.LIMIT);
        System.clearProperty(StepChannel.FILE);
    }

    @Test
    void everyCallRunsOnceInOrderInEachStep() {
        List<String> journal = new ArrayList<>();
        List<Kernel<?>> recording = new ArrayList<>();
        Kernels.all().stream().filter(k -> k.backend().equals("vector")).forEach(k -> recording.add(new RecordingKernel<>(k, journal)));
        try (BoundStep step = new BoundStep(CALLS, new StackKernels(Stack.VECTOR, recording))) {
            for (int i = 0; i < 50; i++) {
                for (AttentionVariant attention : AttentionVariant.values()) {
                    journal.clear();
                    step.run(attention);
                    assertEquals(CALLS.stream().map(c -> c.type().label() + " " + c.text()
                            + (c instanceof Attention ? " vector/" + attention.label() : "")).toList(), journal);
                }
            }
            assertEquals(CALLS.size(), step.calls());
            assertEquals("vector/flash", step.kernelIds(AttentionVariant.FLASH).get("attention " + ATTENTION.text()));
            assertEquals("vector/unfused", step.kernelIds(AttentionVariant.UNFUSED).get("attention " + ATTENTION.text()));
            assertEquals(5, step.kernelIds(AttentionVariant.FLASH).size());
        }
    }

    @Test
    void theTimeOfEachClassIsThatOfItsCalls() {
        StackKernels slow = kernels(k -> k.operator() != Softmax.class, SoftmaxStub.SLOW);
        try (BoundStep step = new BoundStep(CALLS, slow)) {
            long begun = System.nanoTime();
            StepTime time = step.run(AttentionVariant.FLASH);
            long gone = System.nanoTime() - begun;
            assertTrue(time.classNanoseconds().get(OperatorClass.NORMALISATION) >= SoftmaxStub.SLOW_NANOSECONDS, time.toString());
            assertTrue(time.classNanoseconds().get(OperatorClass.LINEAR) > 0, time.toString());
            assertTrue(time.nanoseconds() <= gone, time + " of " + gone);
            assertEquals(Set.of(OperatorClass.NORMALISATION, OperatorClass.LINEAR, OperatorClass.ATTENTION, OperatorClass.ELEMENTWISE),
                    time.classNanoseconds().keySet());
        }
    }

    @Test
    void bothKindsOfAttentionAreReportedWithTheRoundsThatCount() {
        Path file = folder.resolve("step.jsonl");
        System.setProperty(StepChannel.FILE, file.toString());
        try (TimedStep step = TimedStep.open(CALLS, kernels(k -> true))) {
            step.round();
            for (int i = 0; i < 3; i++) {
                step.round();
                step.keep();
            }
            Map<String, Double> last = step.lastNanoseconds();
            assertTrue(last.keySet().containsAll(Set.of("unfused", "flash", "unfused.attention", "flash.linear")), last.toString());
            step.finish();
        }
        StepReport report = StepChannel.read(file).getFirst();
        assertEquals(Status.MEASURED, report.status());
        assertEquals(CALLS.size(), report.calls());
        assertEquals(Set.of("unfused", "flash"), report.variants().keySet());
        StepReport.Variant flash = report.variants().get("flash");
        assertEquals(3, flash.nanoseconds().length);
        assertEquals(3, flash.foreign().length);
        for (int i = 0; i < 3; i++) {
            int round = i;
            assertEquals(flash.nanoseconds()[i], flash.classNanoseconds().values().stream().mapToDouble(c -> c[round]).sum(), 1);
        }
    }

    @Test
    void aWrongKernelIsRefused() {
        StepRefused refused = assertThrows(StepRefused.class, () -> TimedStep.open(CALLS, kernels(k -> true, SoftmaxStub.ZERO)));
        assertEquals(Status.FAILED_VERIFICATION, refused.status());
        assertTrue(refused.getMessage().startsWith("vector/zero at softmax m8_c64 before timing: "), refused.getMessage());
    }

    @Test
    void aKernelThatDoesNothingWhereItIsTimedIsRefused() {
        Path file = folder.resolve("step.jsonl");
        System.setProperty(StepChannel.FILE, file.toString());
        try (TimedStep step = TimedStep.open(CALLS, kernels(k -> k.operator() != Softmax.class, SoftmaxStub.LAZY))) {
            step.keep();
            assertThrows(StepRefused.class, step::finish);
        }
        StepReport report = StepChannel.read(file).getFirst();
        assertEquals(Status.FAILED_VERIFICATION, report.status());
        assertTrue(report.reason().startsWith("vector/lazy at softmax m8_c64 after timing: "), report.reason());
    }

    @Test
    void theFasterOfTwoKernelsServes() {
        try (BoundStep step = new BoundStep(CALLS, kernels(k -> true, SoftmaxStub.SLOW))) {
            assertEquals("vector/three-pass", step.kernelIds(AttentionVariant.FLASH).get("softmax " + SOFTMAX.text()));
        }
    }

    @Test
    void kernelsOfAnotherPrecisionDoNotServe() {
        StackKernels kernels = kernels(k -> true);
        assertTrue(kernels.candidates(LINEAR, AttentionVariant.FLASH).stream().noneMatch(k -> k.id().endsWith("bf16")));
        assertTrue(kernels.candidates(new Linear(1, 64, 64, false), AttentionVariant.FLASH).stream()
                .anyMatch(k -> k.id().equals("vector/gemv")));
    }

    @Test
    void aShapeWithoutAKernelIsSaid() {
        StepRefused refused = assertThrows(StepRefused.class, () -> TimedStep.open(CALLS, kernels(k -> !k.id().equals("vector/flash"))));
        assertEquals(Status.UNSUPPORTED, refused.status());
        assertEquals("no flash kernel of vector in fp32 for attention " + ATTENTION.text(), refused.getMessage());
        assertEquals(Status.UNSUPPORTED, assertThrows(StepRefused.class, () -> StackKernels.of(Stack.CUDA)).status());
    }

    @Test
    void lackOfMemoryIsSkippedBeforeAnythingIsAllocated() {
        Path file = folder.resolve("step.jsonl");
        System.setProperty(StepChannel.FILE, file.toString());
        System.setProperty(HostMemory.LIMIT, "1000000");
        assertThrows(StepRefused.class, () -> TimedStep.open("parti/decode/0/variant=350M", "vector"));
        StepReport report = StepChannel.read(file).getFirst();
        assertEquals(Status.SKIPPED, report.status());
        assertTrue(report.reason().startsWith("needs ") && report.reason().endsWith(" available"), report.reason());
    }

    @Test
    void memoryIsThatOfDistinctWeightsTheLargestCallAndTheKernels() {
        long weights = 4 * 64 * 64 + 64;
        long activations = 3 * 4 * 512;
        Kernel<Add> add = Kernels.find(Add.class, "vector/elementwise");
        Kernel<Linear> gemm = Kernels.find(Linear.class, "vector/gemm");
        StackKernels two = new StackKernels(Stack.VECTOR, List.of(add, gemm));
        assertEquals(weights + activations + 2 * gemm.workspaceBytes(LINEAR), StepMemory.bytes(Set.of(LINEAR, ADD), two));
    }

    @Test
    void whatIsWrongWithAStepIsReported() {
        Path file = folder.resolve("step.jsonl");
        System.setProperty(StepChannel.FILE, file.toString());
        assertThrows(IllegalArgumentException.class, () -> TimedStep.open("parti/unet/0", "vector"));
        assertEquals(Status.CRASHED, StepChannel.read(file).getFirst().status());
    }

    private static StackKernels kernels(Predicate<Kernel<?>> condition, Kernel<?>... others) {
        return new StackKernels(Stack.VECTOR, Stream.concat(Kernels.all().stream().filter(condition), Arrays.stream(others)).toList());
    }
}
