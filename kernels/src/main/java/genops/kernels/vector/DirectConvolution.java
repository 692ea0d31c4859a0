package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;
import java.lang.foreign.Arena;

/**
 * {@link Convolution} by direct summation, fp32, any kernel, stride and padding: an {@link ImplicitGemm} on pixels read where they
 * lie. Below {@link #STAGED_CHANNELS} channels the taps of a block of pixels are gathered first; a handful of output channels, which
 * would leave most of a panel empty, is computed by {@link FewOutputs}. Weights are packed once, outside the timed part.
 */
public final class DirectConvolution implements Kernel<Convolution> {
    /** With fewer channels than this, sums over one tap are too short for the micro-kernel. */
    private static final int STAGED_CHANNELS = 32;

    @Override
    public String id() {
        return "vector/direct";
    }

    @Override
    public Class<Convolution> operator() {
        return Convolution.class;
    }

    @Override
    public long workspaceBytes(Convolution shape) {
        long zeros = 4L * shape.inChannels();
        if (FewOutputs.serves(taps(shape).channels(), taps(shape).columns())) {
            return zeros + FewOutputs.scratchBytes(shape.kernelH() * shape.kernelW());
        }
        return zeros + (staged(shape) ? stagingBytes(shape) : 0) + size(shape).workspaceBytes();
    }

    @Override
    public BoundKernel bind(Convolution shape, Tensors tensors) {
        Arena arena = Arena.ofShared();
        long zeros = arena.allocate(4L * shape.inChannels(), Tensors.ALIGNMENT).address();
        long weight = tensors.get("weight").address();
        long bias = tensors.get("bias").address();
        long output = tensors.output().address();
        ConvolutionRows pixels = new ConvolutionRows(shape, tensors.get("input").address(), zeros);
        if (FewOutputs.serves(shape.inChannels(), shape.outChannels())) {
            return new FewOutputs(arena, taps(shape), pixels, weight, bias, output);
        }
        ImplicitGemm.Size size = size(shape);
        RowSource rows = pixels;
        if (staged(shape)) {
            rows = new StagedRows(shape, pixels, arena.allocate(stagingBytes(shape), Tensors.ALIGNMENT).address(), size.blockRows());
        }
        return new ImplicitGemm(arena, size, rows, staged(shape), weight, bias, output);
    }

    private static boolean staged(Convolution shape) {
        return shape.kernelH() * shape.kernelW() > 1 && shape.inChannels() < STAGED_CHANNELS;
    }

    private static long stagingBytes(Convolution shape) {
        return StagedRows.bytes(shape, size(shape).blockRows());
    }

    /** The multiplication as the pixels lie. */
    private static ImplicitGemm.Size taps(Convolution shape) {
        int rows = Math.multiplyExact(shape.batch(), shape.outHeight() * shape.outWidth());
        return new ImplicitGemm.Size(rows, shape.kernelH() * shape.kernelW(), shape.inChannels(), shape.outChannels());
    }

    /** The multiplication as it is done: gathered taps are one. */
    private static ImplicitGemm.Size size(Convolution shape) {
        ImplicitGemm.Size taps = taps(shape);
        return staged(shape) ? new ImplicitGemm.Size(taps.rows(), 1, taps.depth(), taps.columns()) : taps;
    }
}
