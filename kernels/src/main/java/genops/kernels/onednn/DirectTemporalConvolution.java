package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.TemporalConvolution;

/**
 * Temporal convolution by the convolution primitive: the frames are the rows and the positions the columns of one image, so that a
 * kernel of {@code kernel × 1} needs no transpose; see {@link ConvolutionProblem}.
 */
public final class DirectTemporalConvolution extends FastestChoice<TemporalConvolution> {

    public DirectTemporalConvolution() {
        super("direct", TemporalConvolution.class);
    }

    @Override
    public long workspaceBytes(TemporalConvolution shape) {
        // reordered weights, a copy of input and output, channels padded to full vectors, of two implementations that are compared
        return 4 * shape.bytes(Float.BYTES);
    }

    @Override
    void build(Primitives primitives, TemporalConvolution shape, Tensors tensors) {
        new ConvolutionProblem(1, shape.inChannels(), shape.frames(), shape.batch(), shape.outChannels(),
                shape.kernel(), 1, shape.stride(), 1, shape.pad(), 0)
                .build(primitives, tensors);
    }
}
