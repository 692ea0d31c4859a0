package genops.shapes.operator;

/**
 * 2-D convolution with bias, zero padding {@code pad} on every side:
 * {@code y[n,i,j,o] = bias[o] + Σ x[n, i·stride+u−pad, j·stride+v−pad, c] · w[o,u,v,c]}.
 *
 * <p>Layouts: input {@code (batch, height, width, inChannels)}, weight {@code (outChannels, kernelH, kernelW, inChannels)},
 * bias {@code (outChannels)}, output {@code (batch, outHeight, outWidth, outChannels)}.
 */
public record Convolution(int batch, int inChannels, int height, int width, int outChannels, int kernelH, int kernelW, int stride,
        int pad) implements Operator {
    static final ShapeForm FORM =
            ShapeForm.of("n{batch}_c{inChannels}_h{height}_w{width}_o{outChannels}_r{kernelH}x{kernelW}_s{stride}_p{pad}");

    public Convolution {
        ShapeForm.positive("batch", batch, "inChannels", inChannels, "height", height, "width", width,
                "outChannels", outChannels, "kernelH", kernelH, "kernelW", kernelW, "stride", stride);
        if (pad < 0) {
            throw new IllegalArgumentException("pad must not be negative");
        }
        new ConvolutionAxis(height, kernelH, stride, pad);
        new ConvolutionAxis(width, kernelW, stride, pad);
        ShapeForm.counted("a row of the input", (long) width * inChannels);
        ShapeForm.counted("the taps of an output", ShapeForm.product(kernelH, kernelW, inChannels));
        ShapeForm.counted("the output positions of all images", ShapeForm.product(batch,
                new ConvolutionAxis(height, kernelH, stride, pad).outputs(), new ConvolutionAxis(width, kernelW, stride, pad).outputs()));
        ShapeForm.countable(batch, height, width, inChannels);
        ShapeForm.countable(outChannels, kernelH, kernelW, inChannels);
    }

    static Convolution of(ShapeForm.Numbers n) {
        return new Convolution(n.integer("batch"), n.integer("inChannels"), n.integer("height"), n.integer("width"),
                n.integer("outChannels"), n.integer("kernelH"), n.integer("kernelW"), n.integer("stride"), n.integer("pad"));
    }

    private ConvolutionAxis vertical() {
        return new ConvolutionAxis(height, kernelH, stride, pad);
    }

    private ConvolutionAxis horizontal() {
        return new ConvolutionAxis(width, kernelW, stride, pad);
    }

    public int outHeight() {
        return vertical().outputs();
    }

    public int outWidth() {
        return horizontal().outputs();
    }

    @Override
    public OperatorType type() {
        return OperatorType.CONVOLUTION;
    }

    @Override
    public String text() {
        return "n" + batch + "_c" + inChannels + "_h" + height + "_w" + width + "_o" + outChannels + "_r" + kernelH + "x" + kernelW
                + "_s" + stride + "_p" + pad;
    }

    /**
     * {@code 2 · batch · outChannels · inChannels · taps}, direct convolution. Taps are those that meet the input, not the padding, summed
     * over all output positions: {@code outHeight · outWidth · kernelH · kernelW} where there is no padding.
     */
    @Override
    public long flops() {
        return ShapeForm.product(2, batch, outChannels, inChannels, vertical().taps(), horizontal().taps());
    }

    /**
     * Input, weight, bias and output once each; of the input what a tap reads, of the weight what meets the input at one output position
     * at least.
     */
    @Override
    public long bytes(int elementBytes) {
        ConvolutionAxis vertical = vertical();
        ConvolutionAxis horizontal = horizontal();
        return ShapeForm.product(elementBytes, ShapeForm.sum(
                ShapeForm.product(batch, inChannels, vertical.readPositions(), horizontal.readPositions()),
                ShapeForm.product(outChannels, inChannels, vertical.usedTaps(), horizontal.usedTaps()), outChannels,
                ShapeForm.product(batch, outChannels, vertical.outputs(), horizontal.outputs())));
    }
}
