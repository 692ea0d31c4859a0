package genops.kernels.cuda;

import genops.shapes.operator.Convolution;

/** 2-D convolution as implicit GEMM on tensor cores, {@code convolution.cu}: any kernel, stride and padding. */
public final class ImplicitGemmConvolution extends CudaKernel<Convolution> {

    public ImplicitGemmConvolution() {
        super("cuda/implicit-gemm", Convolution.class);
    }

    @Override
    void plan(Convolution shape, CudaBinding binding) {
        new ConvolutionPlan(shape.batch(), shape.height(), shape.width(), shape.inChannels(), shape.outHeight(), shape.outWidth(),
                shape.outChannels(), shape.kernelH(), shape.kernelW(), shape.stride(), shape.stride(), shape.pad(), shape.pad())
                .add(binding);
    }
}
