package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.shapes.operator.Linear;

/** Linear layer as a {@link MatrixGemm}, {@code Y = X Wᵀ + bias}, fp32. The weight is packed when bound, outside the timed part. */
public final class Gemm implements Kernel<Linear> {

    @Override
    public String id() {
        return "vector/gemm";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public long workspaceBytes(Linear shape) {
        return MatrixGemm.workspaceBytes(size(shape));
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        MatrixRows rows = new MatrixRows(tensors.get("input").address(), shape.rows(), shape.inFeatures());
        long bias = shape.bias() ? tensors.get("bias").address() : Packing.ZEROS;
        return MatrixGemm.bind(new Workspace(), size(shape), rows, tensors.get("weight").address(), bias, tensors.output().address());
    }

    private static GemmSize size(Linear shape) {
        return new GemmSize(shape.rows(), shape.inFeatures(), shape.outFeatures());
    }
}
