package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.shapes.operator.Convolution;

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
        if (FewOutputs.serves(shape)) {
            return FewOutputs.workspaceBytes(shape);
        }
        return isLinear(shape) ? MatrixGemm.workspaceBytes(size(shape)) : BlockedGemm.workspaceBytes(size(shape));
    }

    @Override
    public BoundKernel bind(Convolution shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long weight = tensors.get("weight").address();
        long bias = tensors.get("bias").address();
        long output = tensors.output().address();
        ConvolutionRows pixels = new ConvolutionRows(shape, input);
        if (FewOutputs.serves(shape)) {
            return new FewOutputs(shape, pixels, weight, bias, output);
        }
        GemmSize size = size(shape);
        return isLinear(shape)
                ? MatrixGemm.bind(new Workspace(), size, new MatrixRows(input, size.rows(), size.depth()), weight, bias, output)
                : new BlockedGemm(new Workspace(), size, pixels, weight, bias, output);
    }

    /** Of a convolution of single pixels with all of them the rows are those of a matrix. */
    private static boolean isLinear(Convolution shape) {
        return shape.kernelH() * shape.kernelW() == 1 && shape.stride() == 1 && shape.pad() == 0;
    }

    private static GemmSize size(Convolution shape) {
        int rows = Math.multiplyExact(shape.batch(), shape.outHeight() * shape.outWidth());
        return new GemmSize(rows, shape.kernelH() * shape.kernelW() * shape.inChannels(), shape.outChannels());
    }
}
