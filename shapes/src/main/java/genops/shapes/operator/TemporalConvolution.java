package genops.shapes.operator;

/**
 * 1-D convolution with bias over the frames of a video at each position, zero padding {@code pad} at both ends:
 * {@code y[t,n,o] = bias[o] + Σ x[t·stride+u−pad, n, c] · w[o,u,c]}.
 *
 * <p>Layouts, frames outermost as a video model holds them: input {@code (frames, batch, inChannels)} where {@code batch} counts
 * the sequences (videos × height × width), weight {@code (outChannels, kernel, inChannels)}, bias {@code (outChannels)}, output
 * {@code (outFrames, batch, outChannels)}.
 */
public record TemporalConvolution(int batch, int inChannels, int frames, int outChannels, int kernel, int stride, int pad)
        implements Operator {
    static final ShapeForm FORM =
            ShapeForm.of("n{batch}_c{inChannels}_t{frames}_o{outChannels}_r{kernel}_s{stride}_p{pad}");

    public TemporalConvolution {
        ShapeForm.positive("batch", batch, "inChannels", inChannels, "frames", frames, "outChannels", outChannels,
                "kernel", kernel, "stride", stride);
        if (pad < 0) {
            throw new IllegalArgumentException("pad must not be negative");
        }
        new ConvolutionAxis(frames, kernel, stride, pad);
        ShapeForm.counted("the taps of an output", (long) kernel * inChannels);
        ShapeForm.counted("the output frames of all sequences", ShapeForm.product(batch, new ConvolutionAxis(frames, kernel, stride, pad).outputs()));
        ShapeForm.countable(batch, frames, inChannels);
        ShapeForm.countable(outChannels, kernel, inChannels);
    }

    static TemporalConvolution of(ShapeForm.Numbers n) {
        return new TemporalConvolution(n.integer("batch"), n.integer("inChannels"), n.integer("frames"), n.integer("outChannels"),
                n.integer("kernel"), n.integer("stride"), n.integer("pad"));
    }

    private ConvolutionAxis axis() {
        return new ConvolutionAxis(frames, kernel, stride, pad);
    }

    public int outFrames() {
        return axis().outputs();
    }

    @Override
    public OperatorType type() {
        return OperatorType.TEMPORAL_CONVOLUTION;
    }

    @Override
    public String text() {
        return "n" + batch + "_c" + inChannels + "_t" + frames + "_o" + outChannels + "_r" + kernel + "_s" + stride + "_p" + pad;
    }

    /**
     * {@code 2 · batch · outChannels · inChannels · taps}. Taps are those that meet the input, not the padding, summed over all output
     * frames: {@code outFrames · kernel} where there is no padding.
     */
    @Override
    public long flops() {
        return ShapeForm.product(2, batch, outChannels, inChannels, axis().taps());
    }

    /**
     * Input, weight, bias and output once each; of the input what a tap reads, of the weight what meets the input at one output frame at
     * least.
     */
    @Override
    public long bytes(int elementBytes) {
        ConvolutionAxis axis = axis();
        return ShapeForm.product(elementBytes, ShapeForm.sum(ShapeForm.product(batch, inChannels, axis.readPositions()),
                ShapeForm.product(outChannels, inChannels, axis.usedTaps()), outChannels,
                ShapeForm.product(batch, outChannels, axis.outputs())));
    }
}
