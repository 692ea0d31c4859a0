package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.util.Optional;

/** Linear layer of one or few rows, {@code Y = X Wᵀ + bias}, fp32: bound by reading the weight, once from memory ({@link FewRows}). */
public final class Gemv implements Kernel<Linear> {
    private static final WeightColumns FORM = new Fp32Columns();

    @Override
    public String id() {
        return "vector/gemv";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return FewRows.unsupported(shape);
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
