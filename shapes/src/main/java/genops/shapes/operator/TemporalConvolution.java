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
        if (frames + 2 * pad < kernel) {
            throw new IllegalArgumentException("the kernel " + kernel + " is larger than the padded input");
        }
    }

    static TemporalConvolution of(ShapeForm.Numbers n) {
        return new TemporalConvolution(n.integer("batch"), n.integer("inChannels"), n.integer("frames"), n.integer("outChannels"),
                n.integer("kernel"), n.integer("stride"), n.integer("pad"));
    }

    public int outFrames() {
        return (frames + 2 * pad - kernel) / stride + 1;
    }

    @Override
    public OperatorType type() {
        return OperatorType.TEMPORAL_CONVOLUTION;
    }

    @Override
    public String text() {
        return "n" + batch + "_c" + inChannels + "_t" + frames + "_o" + outChannels + "_r" + kernel + "_s" + stride + "_p" + pad;
    }

    /** {@code 2 · batch · outFrames · outChannels · inChannels · kernel}. */
    @Override
    public long flops() {
        return 2L * batch * outFrames() * outChannels * inChannels * kernel;
    }

    /** Input, weight, bias and output once each. */
    @Override
    public long bytes(int elementBytes) {
        long input = (long) batch * frames * inChannels;
        long weight = (long) outChannels * kernel * inChannels + outChannels;
        long output = (long) batch * outFrames() * outChannels;
        return elementBytes * (input + weight + output);
    }
}
