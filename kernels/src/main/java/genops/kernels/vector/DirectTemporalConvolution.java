package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.shapes.operator.TemporalConvolution;

/**
 * {@link TemporalConvolution} as an implicit GEMM, a {@link BlockedGemm} over {@code (frame, position)} rows: fp32, nothing
 * materialised, no transpose, since with frames outermost a tap is a whole number of frames away. A handful of channels to as many, which would
 * leave most of a panel empty, is computed by {@link NarrowTemporalConvolution}. Weights are packed once, outside the timed part.
 */
public final class DirectTemporalConvolution implements Kernel<TemporalConvolution> {

    @Override
    public String id() {
        return "vector/direct";
    }

    @Override
    public Class<TemporalConvolution> operator() {
        return TemporalConvolution.class;
    }

    @Override
    public long workspaceBytes(TemporalConvolution shape) {
        return NarrowTemporalConvolution.serves(shape) ? NarrowTemporalConvolution.workspaceBytes(shape) : BlockedGemm.workspaceBytes(size(shape));
    }

    @Override
    public BoundKernel bind(TemporalConvolution shape, Tensors tensors) {
        if (NarrowTemporalConvolution.serves(shape)) {
            return new NarrowTemporalConvolution(shape, tensors);
        }
        return new BlockedGemm(new Workspace(), size(shape), new TemporalRows(shape, tensors.get("input").address()),
                tensors.get("weight").address(), tensors.get("bias").address(), tensors.output().address());
    }

    private static GemmSize size(TemporalConvolution shape) {
        return new GemmSize(Math.multiplyExact(shape.outFrames(), shape.batch()), shape.kernel() * shape.inChannels(),
                shape.outChannels());
    }
}
