package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.util.Optional;

/**
 * Linear layer of one or few rows with its weight stored in bfloat16 and widened in registers ({@link FewRows}): half the bytes of
 * {@link Gemv}, and each weight off by at most 2⁻⁹ of itself (rounded to nearest even), so that a result is off by at most 2⁻⁹ of the sum of
 * the absolute values of its terms, beside the fp32 roundings. Input, sums, bias and output are fp32.
 */
public final class GemvBf16 implements Kernel<Linear> {
    private static final WeightColumns FORM = new Bf16Columns();

    @Override
    public String id() {
        return "vector/gemv-bf16";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Precision precision() {
        return Precision.BF16_WEIGHTS;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return FewRows.unsupported(shape);
    }

    /** Two bytes a weight, four for all else. */
    @Override
    public long bytes(Linear shape) {
        return shape.bytes(Float.BYTES) - 2L * shape.outFeatures() * shape.inFeatures();
    }

    @Override
    public long workspaceBytes(Linear shape) {
        return FewRows.workspaceBytes(FORM, shape);
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        return new FewRows(FORM, shape, tensors);
    }
}
