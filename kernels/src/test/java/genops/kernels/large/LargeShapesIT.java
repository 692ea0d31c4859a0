package genops.kernels.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.Jvm;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import genops.kernels.verify.VerifySeed;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import genops.shapes.operator.TemporalAttention;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels of the CPU at shapes of more elements than an {@code int} counts. They are run with {@code -Dgenops.large=true}, each shape in
 * a JVM of its own, where memory allows: about a minute for each kernel. {@code -Dgenops.large.operator=linear} runs one operator.
 */
class LargeShapesIT {
    /** What a kernel packs is no more than so many times what the tensors take, and the scores of attention. */
    private static final int LARGEST_WORKSPACE = 40;

    static Stream<Operator> shapes() {
        return LargeShapes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyKernelAgreesWithTheReference(Operator shape) throws Exception {
        assumeTrue(Boolean.getBoolean("genops.large"), "-Dgenops.large=true runs it, with up to 19 GB of memory");
        String wanted = System.getProperty("genops.large.operator", shape.type().label());
        assumeTrue(wanted.equals(shape.type().label()), () -> "-Dgenops.large.operator asks for " + wanted + " alone");
        Jvm.Result result = Jvm.run(List.of("-XX:MaxDirectMemorySize=1t", "-Dgenops.verify.seed=" + VerifySeed.get()), LargeShapeRun.class,
                shape.type().label(), shape.text());
        System.out.println(result.output());
        assertEquals(0, result.status(), result::output);
        assumeTrue(result.output().contains("correct"), result.output());
    }

    @Test
    void everyOperatorHasAShapeBeyondAnInt() {
        Set<OperatorType> types = shapes().map(Operator::type).collect(Collectors.toCollection(() -> EnumSet.noneOf(OperatorType.class)));
        assertEquals(EnumSet.allOf(OperatorType.class), types);
        shapes().forEach(s -> assertTrue(largest(s) > Integer.MAX_VALUE, s.text()));
    }

    private static long largest(Operator shape) {
        long scores = switch (shape) {
            case Attention a -> (long) a.batch() * a.heads() * a.queryLength() * a.keyLength();
            case TemporalAttention t -> (long) t.positions() * t.heads() * t.frames() * t.frames();
            default -> 0;
        };
        return Math.max(scores, TensorSpec.of(shape).stream().mapToLong(TensorSpec::elements).max().orElseThrow());
    }

    /** A number that overflowed is negative, or far too small. */
    @ParameterizedTest
    @MethodSource("shapes")
    void whatItNeedsIsCountedExactly(Operator shape) {
        long tensors = Tensors.bytes(shape);
        assertTrue(tensors >= 4 * TensorSpec.of(shape).stream().mapToLong(TensorSpec::elements).sum());
        assertTrue(shape.flops() >= 0);
        for (Kernel<?> kernel : Kernels.all()) {
            if (kernel.operator() == shape.getClass()) {
                check(kernel, shape);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> void check(Kernel<?> any, O shape) {
        Kernel<O> kernel = (Kernel<O>) any;
        long most = 4 * largest(shape) + LARGEST_WORKSPACE * Tensors.bytes(shape);
        if (kernel.unsupported(shape).isEmpty()) {
            long workspace = kernel.workspaceBytes(shape);
            assertTrue(workspace >= 0 && workspace <= most, () -> kernel.id() + " takes " + workspace + " bytes at " + shape.text());
            assertTrue(kernel.bytes(shape) > 0, kernel::id);
        }
    }
}
