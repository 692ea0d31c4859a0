package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_BIAS;
import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;
import static genops.kernels.onednn.OneDnn.ARG_WEIGHTS;

import genops.kernels.Tensors;

/**
 * A convolution of channels-last images by the convolution primitive, in the layouts it chooses: weights are reordered once when
 * bound, input and output, where it wants them other than channels-last, outside the timed part. So it is timed at its best.
 */
record ConvolutionProblem(long batch, long inChannels, long height, long width, long outChannels, long kernelH, long kernelW,
        long strideH, long strideW, long padH, long padW) {
    private static final int DIRECT = 1;

    void build(Primitives primitives, Tensors tensors) {
        long input = channelsLast(primitives, batch, inChannels, height, width);
        long weight = channelsLast(primitives, outChannels, inChannels, kernelH, kernelW);
        long bias = primitives.rowMajor(outChannels);
        long outHeight = (height + 2 * padH - kernelH) / strideH + 1;
        long outWidth = (width + 2 * padW - kernelW) / strideW + 1;
        long output = channelsLast(primitives, batch, outChannels, outHeight, outWidth);
        long convolution = primitives.describeChoice("dnnl_convolution_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE,
                DIRECT, primitives.any(batch, inChannels, height, width),
                primitives.any(outChannels, inChannels, kernelH, kernelW), bias,
                primitives.any(batch, outChannels, outHeight, outWidth),
                primitives.numbers(strideH, strideW), primitives.numbers(0, 0),
                primitives.numbers(padH, padW), primitives.numbers(padH, padW), primitives.attributes());
        primitives.add(convolution,
                ARG_SOURCE, primitives.input(input, tensors.get("input"), OneDnn.chosen(convolution, OneDnn.QUERY_SOURCE)),
                ARG_WEIGHTS, primitives.weight(weight, tensors.get("weight"), OneDnn.chosen(convolution, OneDnn.QUERY_WEIGHTS)),
                ARG_BIAS, primitives.memory(bias, tensors.get("bias")),
                ARG_DESTINATION, primitives.output(output, tensors.output(), OneDnn.chosen(convolution, OneDnn.QUERY_DESTINATION)));
    }

    private static long channelsLast(Primitives primitives, long n, long c, long h, long w) {
        return primitives.strided(new long[] {n, c, h, w}, new long[] {h * w * c, 1, w * c, c});
    }
}
