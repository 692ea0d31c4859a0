package genops.kernels.cuda;

/**
 * Launch of {@code convolution.cu}: implicit GEMM over output pixels, 128×128 tiles where they fill the device, else 64×64. Channels are
 * padded to a multiple of 8 on the device, so that a pixel's chunk of channels is one 128-bit access also for 3 or 4 of them.
 */
record ConvolutionPlan(int batch, int height, int width, int channels, int outHeight, int outWidth, int outChannels, int kernelH,
        int kernelW, int strideH, int strideW, int padH, int padW) {

    void add(CudaBinding binding) {
        int paddedChannels = CudaKernel.roundUp(channels, 8);
        int paddedOut = CudaKernel.roundUp(outChannels, 8);
        int taps = kernelH * kernelW;
        long pixels = (long) batch * outHeight * outWidth;
        int tile = GemmLinear.tile(pixels, paddedOut);
        binding.launch(Launch.of("convolution", "convolution_" + tile + "x" + tile, tile == 128 ? 256 : 128, GemmLinear.sharedBytes(tile))
                .buffer(binding.tensor("input", DeviceBuffer.halfRows((long) batch * height * width, channels, paddedChannels)))
                .buffer(binding.tensor("weight", DeviceBuffer.halfRows((long) outChannels * taps, channels, paddedChannels,
                        (long) (paddedOut - outChannels) * taps)))
                .buffer(binding.tensor("bias", DeviceBuffer.halfRows(1, outChannels, paddedOut)))
                .buffer(binding.output(DeviceBuffer.halfRows(pixels, outChannels, paddedOut)))
                .integer(height).integer(width).integer(paddedChannels)
                .integer(outHeight).integer(outWidth).integer(paddedOut)
                .integer(kernelW).integer(taps)
                .integer(strideH).integer(strideW).integer(padH).integer(padW).integer64(pixels)
                .grid(CudaKernel.ceilDivide(paddedOut, tile), (pixels + tile - 1) / tile, 1));
    }
}
