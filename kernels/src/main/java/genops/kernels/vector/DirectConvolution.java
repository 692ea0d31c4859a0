package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;
import java.lang.foreign.Arena;

/**
 * {@link Convolution} by direct summation, fp32, any kernel, stride and padding: an implicit GEMM, a {@link BlockedGemm} over all taps
 * and channels whose rows are gathered tile by tile from where the pixels lie. A handful of output channels, which would leave most of
 * a panel empty, is computed by {@link FewOutputs}. Weights are packed once, outside the timed part.
 */
public final class DirectConvolution implements Kernel<Convolution> {

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
        return FewOutputs.serves(shape) ? FewOutputs.workspaceBytes(shape) : size(shape).workspaceBytes();
    }

    @Override
    public BoundKernel bind(Convolution shape, Tensors tensors) {
        long weight = tensors.get("weight").address();
        long bias = tensors.get("bias").address();
        long output = tensors.output().address();
        ConvolutionRows pixels = new ConvolutionRows(shape, tensors.get("input").address());
        return FewOutputs.serves(shape)
                ? new FewOutputs(shape, pixels, weight, bias, output)
                : new BlockedGemm(Arena.ofShared(), size(shape), rows(shape, pixels), weight, bias, output);
    }

    /** Of a convolution of single pixels with all of them the rows are those of a matrix. */
    private static RowSource rows(Convolution shape, ConvolutionRows pixels) {
        return shape.kernelH() * shape.kernelW() == 1 && shape.stride() == 1 && shape.pad() == 0
                ? new MatrixRows(pixels.input(), size(shape).rows(), shape.inChannels())
                : pixels;
    }

    private static BlockedGemm.Size size(Convolution shape) {
        int rows = Math.multiplyExact(shape.batch(), shape.outHeight() * shape.outWidth());
        return new BlockedGemm.Size(rows, shape.kernelH() * shape.kernelW() * shape.inChannels(), shape.outChannels());
    }
}
