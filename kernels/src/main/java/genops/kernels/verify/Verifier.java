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
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Compares what a kernel wrote with the double-precision reference: all of a small output, a seeded random sample of a large one
 * plus its first and last unit, and every element for having been written at all.
 *
 * <p>The tolerance is {@code u · (8 + 2√L) · errorFactor} of the element's magnitude, with u the unit roundoff of the kernel's
 * precision and L the reduction length: rounding errors of a sum grow like √L (Higham and Mary, SIAM J. Sci. Comput. 41, 2019), the
 * constant part covers the last rounding and the elementary functions. With fp16 operands sums are kept in fp32, so L counts only
 * with fp32's roundoff.
 */
public final class Verifier {
    /** Elements, or shares of a sample, that one processor takes at a time. */
    private static final long BLOCK = 1 << 18;
    private static final int CHUNKS = 64;

    private final long sampledUnits;
    private final long seed;

    /**
     * @param sampledUnits units to compare where there are more; {@link Long#MAX_VALUE} for all
     * @param seed selects the sample
     */
    public Verifier(long sampledUnits, long seed) {
        this.sampledUnits = sampledUnits;
        this.seed = seed;
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
        MemorySegment output = tensors.output();
        double tolerance = tolerance(kernel, shape);
        OptionalLong unwritten = firstNaN(output);
        if (unwritten.isPresent()) {
            return new Verification(Double.NaN, tolerance, 0, unwritten.getAsLong());
        }
        Reference<O> reference = References.of(kernel.operator());
        int length = reference.unitLength(shape);
        long[] units = sample(output.byteSize() / Float.BYTES / length);
        int chunk = Math.max(1, units.length / CHUNKS);
        Worst worst = IntStream.iterate(0, first -> first < units.length, first -> first + chunk).parallel()
                .mapToObj(first -> worst(kernel, reference, shape, tensors, Arrays.copyOfRange(units, first, Math.min(units.length, first + chunk))))
                .reduce(Worst.NONE, Worst::orWorse);
        return new Verification(worst.error, tolerance, (long) units.length * length, worst.index);
    }

    /** The first element that is NaN, looked for by all processors. */
    private static OptionalLong firstNaN(MemorySegment output) {
        long elements = output.byteSize() / Float.BYTES;
        return LongStream.range(0, (elements + BLOCK - 1) / BLOCK).parallel()
                .map(block -> firstNaN(output, block * BLOCK, Math.min(elements, (block + 1) * BLOCK)))
                .filter(index -> index >= 0)
                .findFirst();
    }

    private static long firstNaN(MemorySegment output, long first, long end) {
        for (long i = first; i < end; i++) {
            if (Float.isNaN(output.getAtIndex(ValueLayout.JAVA_FLOAT, i))) {
                return i;
            }
        }
        return -1;
    }

    /** The units to compare: all, or the first, the last and random ones. */
    private long[] sample(long units) {
        if (units <= sampledUnits) {
            return LongStream.range(0, units).toArray();
        }
        long[] sample = new SplittableRandom(seed).longs(sampledUnits, 0, units).toArray();
        sample[0] = 0;
        sample[Math.min(1, sample.length - 1)] = units - 1;
        return sample;
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
        Worst worst = Worst.NONE;
        for (long unit : units) {
            reference.evaluate(shape, tensors, unit, value, magnitude);
            for (int i = 0; i < length; i++) {
                long index = unit * length + i;
                // what the stored precision cannot resolve near zero is no error of the kernel
                double difference = Math.max(0,
                        Math.abs(output.getAtIndex(ValueLayout.JAVA_FLOAT, index) - value[i]) - kernel.precision().underflow());
                // an exact result has no error even where its magnitude is zero
                worst = worst.orWorse(new Worst(difference == 0 ? 0 : difference / magnitude[i], index));
            }
        }
        return worst;
    }

    /** Largest error allowed, relative to an element's magnitude. */
    public static <O extends Operator> double tolerance(Kernel<O> kernel, O shape) {
        long length = References.of(kernel.operator()).reductionLength(shape);
        double fp32 = genops.kernels.Precision.FP32.unitRoundoff();
        double stored = kernel.precision().unitRoundoff();
        double sum = fp32 * 2 * Math.sqrt(length);
        return kernel.errorFactor() * (sum + (stored > fp32 ? 2 * stored : 8 * fp32));
    }

    /** Bytes that verification and timing of a shape need on the host: tensors and the kernel's workspace. */
    public static <O extends Operator> long bytesNeeded(Kernel<O> kernel, O shape) {
        return TensorSpec.of(shape).stream().mapToLong(TensorSpec::bytes).sum() + kernel.workspaceBytes(shape);
    }
}
