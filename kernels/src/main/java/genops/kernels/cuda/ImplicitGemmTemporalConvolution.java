package genops.kernels.cuda;

import genops.shapes.operator.TemporalConvolution;

/**
 * Temporal convolution as implicit GEMM, {@code convolution.cu}: frames are the height, the sequences the width of one image, the kernel
 * is {@code r×1}. Nothing is rearranged.
 */
public final class ImplicitGemmTemporalConvolution extends CudaKernel<TemporalConvolution> {

    public ImplicitGemmTemporalConvolution() {
        super("cuda/implicit-gemm", TemporalConvolution.class);
    }

    @Override
    void plan(TemporalConvolution shape, CudaBinding binding) {
        new ConvolutionPlan(1, shape.frames(), shape.batch(), shape.inChannels(), shape.outFrames(), shape.batch(), shape.outChannels(),
                shape.kernel(), 1, shape.stride(), 1, shape.pad(), 0).add(binding);
    }
}
