package genops.kernels.verify;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.shapes.operator.Operator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Compares what a kernel wrote with the double-precision reference: all of a small output, a seeded random sample of a large one
 * plus its first and last unit, and every element for having been written at all. {@link Tolerance} states what is allowed;
 * {@link KernelCheck} is the whole examination of a kernel.
 */
public final class Verifier {
    /** Shares of a sample that one processor takes at a time. */
    private static final int CHUNKS = 64;

    private final long sampledUnits;
    private final SplittableRandom random;

    /**
     * @param sampledUnits units to compare where there are more; {@link Long#MAX_VALUE} for all
     * @param seed selects the samples, another one in every comparison
     */
    public Verifier(long sampledUnits, long seed) {
        this.sampledUnits = sampledUnits;
        this.random = new SplittableRandom(seed);
    }

    /** Poisons the output, runs the kernel once and compares what it wrote. */
    public <O extends Operator> Verification runAndCompare(Kernel<O> kernel, O shape, Tensors tensors, BoundKernel bound) {
        tensors.poisonOutput();
        bound.upload();
        bound.run();
        return compare(kernel, shape, tensors, bound);
    }

    /** Compares what the kernel wrote last. */
    public <O extends Operator> Verification compare(Kernel<O> kernel, O shape, Tensors tensors, BoundKernel bound) {
        bound.download();
        long units = tensors.output().byteSize() / Float.BYTES / References.of(kernel.operator()).unitLength(shape);
        return compare(kernel, shape, tensors, Sampling.of(units, sampledUnits, random, List.of()));
    }

    /** Compares units of what is in the output. */
    static <O extends Operator> Verification compare(Kernel<O> kernel, O shape, Tensors tensors, long[] units) {
        double tolerance = Tolerance.of(kernel, shape);
        OptionalLong unwritten = Extent.firstNaN(tensors.output());
        if (unwritten.isPresent()) {
            return new Verification(Double.NaN, tolerance, 0, unwritten.getAsLong(), "", "");
        }
        Reference<O> reference = References.of(kernel.operator());
        int length = reference.unitLength(shape);
        int chunk = Math.max(1, units.length / CHUNKS);
        Worst worst = IntStream.iterate(0, first -> first < units.length, first -> first + chunk).parallel()
                .mapToObj(first -> worst(kernel, reference, shape, tensors,
                        Arrays.copyOfRange(units, first, Math.min(units.length, first + chunk))))
                .reduce(Worst.NONE, Worst::orWorse);
        return new Verification(worst.error, tolerance, (long) units.length * length, worst.index, "", "");
    }

    /**
     * The element with the largest error.
     *
     * @param error relative to the element's magnitude; NaN where it cannot be told
     * @param index of the element
     */
    private record Worst(double error, long index) {
        static final Worst NONE = new Worst(0, 0);

        /** The worse of two, this one where they are equal; what cannot be told is worst. */
        Worst orWorse(Worst other) {
            return Double.isNaN(error) || !Double.isNaN(other.error) && error >= other.error ? this : other;
        }
    }

    private static <O extends Operator> Worst worst(Kernel<O> kernel, Reference<O> reference, O shape, Tensors tensors, long[] units) {
        int length = reference.unitLength(shape);
        MemorySegment output = tensors.output();
        double[] value = new double[length];
        double[] magnitude = new double[length];
        double stored = kernel.precision().underflow();
        double computed = Tolerance.underflow(kernel, shape);
        Worst worst = Worst.NONE;
        for (long unit : units) {
            reference.evaluate(shape, tensors, unit, value, magnitude);
            for (int i = 0; i < length; i++) {
                long index = unit * length + i;
                // what the precision cannot resolve near zero is no error of the kernel; where data is only moved, magnitude 0, it is
                double difference = Math.max(0, Math.abs(output.getAtIndex(ValueLayout.JAVA_FLOAT, index) - value[i])
                        - (magnitude[i] == 0 ? stored : computed));
                // an exact result has no error even where its magnitude is zero
                worst = worst.orWorse(new Worst(difference == 0 ? 0 : difference / magnitude[i], index));
            }
        }
        return worst;
    }

    /** Bytes that verification and timing of a shape need on the host: tensors and the kernel's workspace. */
    public static <O extends Operator> long bytesNeeded(Kernel<O> kernel, O shape) {
        return TensorSpec.of(shape).stream().mapToLong(TensorSpec::bytes).sum() + kernel.workspaceBytes(shape);
    }
}
