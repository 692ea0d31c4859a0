package genops.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.kernels.verify.Tolerance;
import genops.shapes.catalog.Catalog;
import genops.shapes.operator.Operator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * GPU kernels at exact shapes of the catalog on the emulated driver: of a large grid a sample of blocks is run, and what they wrote is
 * compared with the reference. Kernels of several launches are run whole, at shapes small enough for that.
 */
@Tag("cuda-fast")
class EmulatedCatalogIT {
    private static final long MAX_HOST_BYTES = 48L << 20;
    private static final long MAX_FLOPS = 100_000_000;
    private static final int COMPARED_UNITS = 64;
    /** Kernels whose later launches need all blocks of the earlier ones. */
    private static final List<String> SEVERAL_LAUNCHES = List.of("cuda/unfused", "cuda/flash-decode", "cuda/slabs", "cuda/rearranged");

    @BeforeEach
    void emulation() {
        Emulation.require();
        Emulation.reset();
    }

    @AfterEach
    void allBlocks() {
        Emulation.sampleBlocks(1);
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Kernel<?> kernel : Kernels.all()) {
            if (kernel instanceof CudaKernel<?>) {
                add(kernel, cases);
            }
        }
        return cases.stream();
    }

    private static <O extends Operator> void add(Kernel<O> kernel, List<Arguments> cases) {
        List<O> shapes = shapes(kernel.operator()).filter(s -> kernel.unsupported(s).isEmpty())
                .filter(s -> Tensors.bytes(s) <= MAX_HOST_BYTES)
                .filter(s -> !SEVERAL_LAUNCHES.contains(kernel.id()) || s.flops() <= MAX_FLOPS)
                .sorted(Comparator.<O>comparingLong(Operator::flops).thenComparingLong(s -> s.bytes(2)))
                .toList();
        if (!shapes.isEmpty()) {
            cases.add(Arguments.of(kernel.id(), shapes.getLast().type().label(), shapes.getLast()));
        }
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> Stream<O> shapes(Class<O> operator) {
        Stream<Operator> temporal = Catalog.standard().temporalLayouts().stream().map(layout -> (Operator) layout.inPlace());
        return Stream.concat(Catalog.standard().shapes().stream(), temporal)
                .filter(operator::isInstance).map(s -> (O) s).distinct();
    }

    @Test
    void everyOperatorOfTheCatalogHasAGpuKernel() {
        Stream.concat(Catalog.standard().shapes().stream(), Catalog.standard().temporalLayouts().stream().map(l -> (Operator) l.inPlace()))
                .map(Operator::getClass).distinct()
                .forEach(operator -> assertTrue(Kernels.of(operator).stream().anyMatch(k -> k.backend().equals("cuda")),
                        "no cuda kernel of " + operator.getSimpleName()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReferenceAtAnExactShape(String kernel, String operator, Operator shape) {
        run(kernel, shape);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> void run(String id, O shape) {
        Kernel<O> kernel = Kernels.find((Class<O>) shape.getClass(), id);
        int every = (int) Math.max(1, shape.flops() / MAX_FLOPS);
        Emulation.sampleBlocks(SEVERAL_LAUNCHES.contains(id) ? 1 : every);
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), 11); BoundKernel bound = kernel.bind(shape, tensors)) {
            bound.run();
            bound.download();
            compareWritten(kernel, shape, tensors);
        }
    }

    private static <O extends Operator> void compareWritten(Kernel<O> kernel, O shape, Tensors tensors) {
        Reference<O> reference = References.of(kernel.operator());
        int length = reference.unitLength(shape);
        MemorySegment output = tensors.output();
        long units = output.byteSize() / Float.BYTES / length;
        double tolerance = Tolerance.of(kernel, shape);
        double[] value = new double[length];
        double[] magnitude = new double[length];
        SplittableRandom random = new SplittableRandom(5);
        int compared = 0;
        for (int attempt = 0; attempt < 100_000 && compared < COMPARED_UNITS; attempt++) {
            long unit = random.nextLong(units);
            if (Float.isNaN(output.getAtIndex(ValueLayout.JAVA_FLOAT, unit * length))) {
                continue;
            }
            compared++;
            reference.evaluate(shape, tensors, unit, value, magnitude);
            for (int i = 0; i < length; i++) {
                float computed = output.getAtIndex(ValueLayout.JAVA_FLOAT, unit * length + i);
                assertFalse(Float.isNaN(computed), "element " + i + " of unit " + unit + " was not written");
                double error = Math.max(0, Math.abs(computed - value[i]) - kernel.precision().underflow());
                assertTrue(error <= tolerance * magnitude[i], "unit " + unit + " element " + i + ": " + computed + " for " + value[i]);
            }
        }
        assertTrue(compared == COMPARED_UNITS, "blocks that ran wrote too little: " + compared);
    }
}
