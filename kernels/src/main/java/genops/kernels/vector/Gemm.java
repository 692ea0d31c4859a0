package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.lang.foreign.Arena;

/** Linear layer as a {@link BlockedGemm}, {@code Y = X Wᵀ + bias}, fp32. The weight is packed when bound, outside the timed part. */
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
        return size(shape).workspaceBytes();
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        RowSource rows = new MatrixRows(tensors.get("input").address(), shape.rows(), shape.inFeatures());
        long bias = shape.bias() ? tensors.get("bias").address() : Packing.ZEROS;
        return new BlockedGemm(Arena.ofShared(), size(shape), rows, tensors.get("weight").address(), bias, tensors.output().address());
    }

    private static BlockedGemm.Size size(Linear shape) {
        return new BlockedGemm.Size(shape.rows(), shape.inFeatures(), shape.outFeatures());
    }
}
