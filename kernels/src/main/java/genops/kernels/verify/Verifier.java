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
import java.util.SplittableRandom;

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
        long elements = output.byteSize() / Float.BYTES;
        for (long i = 0; i < elements; i++) {
            if (Float.isNaN(output.getAtIndex(ValueLayout.JAVA_FLOAT, i))) {
                return new Verification(Double.NaN, tolerance, 0, i);
            }
        }
        Reference<O> reference = References.of(kernel.operator());
        int length = reference.unitLength(shape);
        long units = elements / length;
        long count = Math.min(units, sampledUnits);
        double[] value = new double[length];
        double[] magnitude = new double[length];
        SplittableRandom random = new SplittableRandom(seed);
        double worstError = 0;
        long worst = 0;
        for (long s = 0; s < count; s++) {
            long unit = count == units ? s : s == 0 ? 0 : s == 1 ? units - 1 : random.nextLong(units);
            reference.evaluate(shape, tensors, unit, value, magnitude);
            for (int i = 0; i < length; i++) {
                long index = unit * length + i;
                // what the stored precision cannot resolve near zero is no error of the kernel
                double difference = Math.max(0,
                        Math.abs(output.getAtIndex(ValueLayout.JAVA_FLOAT, index) - value[i]) - kernel.precision().underflow());
                // an exact result has no error even where its magnitude is zero
                double error = difference == 0 ? 0 : difference / magnitude[i];
                if (Double.isNaN(error)) {
                    return new Verification(error, tolerance, s * length + i, index);
                }
                if (error > worstError) {
                    worstError = error;
                    worst = index;
                }
            }
        }
        return new Verification(worstError, tolerance, count * length, worst);
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
