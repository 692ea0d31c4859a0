package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;

/** 2-D convolution by the convolution primitive, which on x86-64 has the direct algorithm only; see {@link ConvolutionProblem}. */
public final class DirectConvolution extends FastestChoice<Convolution> {

    public DirectConvolution() {
        super("direct", Convolution.class);
    }

    @Override
    public long workspaceBytes(Convolution shape) {
        // reordered weights, a copy of input and output, channels padded to full vectors, of two implementations that are compared
        return 4 * shape.bytes(Float.BYTES);
    }

    @Override
    void build(Primitives primitives, Convolution shape, Tensors tensors) {
        new ConvolutionProblem(shape.batch(), shape.inChannels(), shape.height(), shape.width(), shape.outChannels(),
                shape.kernelH(), shape.kernelW(), shape.stride(), shape.stride(), shape.pad(), shape.pad())
                .build(primitives, tensors);
    }
}
