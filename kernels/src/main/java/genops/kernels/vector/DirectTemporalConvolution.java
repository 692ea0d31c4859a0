package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.TemporalConvolution;
import java.lang.foreign.Arena;

/**
 * {@link TemporalConvolution} as an {@link ImplicitGemm} over {@code (frame, position)} rows: fp32, nothing materialised, no
 * transpose, since with frames outermost a tap is a whole number of frames away. Weights are packed once, outside the timed part.
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
        return size(shape).workspaceBytes() + 4L * shape.inChannels();
    }

    @Override
    public BoundKernel bind(TemporalConvolution shape, Tensors tensors) {
        Arena arena = Arena.ofShared();
        long zeros = arena.allocate(4L * shape.inChannels(), Tensors.ALIGNMENT).address();
        RowSource rows = new TemporalRows(shape, tensors.get("input").address(), zeros);
        return new ImplicitGemm(arena, size(shape), rows, false, tensors.get("weight").address(), tensors.get("bias").address(),
                tensors.output().address());
    }

    private static ImplicitGemm.Size size(TemporalConvolution shape) {
        return new ImplicitGemm.Size(Math.multiplyExact(shape.outFrames(), shape.batch()), shape.kernel(), shape.inChannels(),
                shape.outChannels());
    }
}
