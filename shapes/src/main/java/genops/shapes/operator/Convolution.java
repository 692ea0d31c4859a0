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
        if (height + 2 * pad < kernelH || width + 2 * pad < kernelW) {
            throw new IllegalArgumentException("the kernel " + kernelH + "x" + kernelW + " is larger than the padded input");
        }
    }

    static Convolution of(ShapeForm.Numbers n) {
        return new Convolution(n.integer("batch"), n.integer("inChannels"), n.integer("height"), n.integer("width"),
                n.integer("outChannels"), n.integer("kernelH"), n.integer("kernelW"), n.integer("stride"), n.integer("pad"));
    }

    public int outHeight() {
        return (height + 2 * pad - kernelH) / stride + 1;
    }

    public int outWidth() {
        return (width + 2 * pad - kernelW) / stride + 1;
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

    /** {@code 2 · batch · outHeight · outWidth · outChannels · inChannels · kernelH · kernelW}, direct convolution. */
    @Override
    public long flops() {
        return 2L * batch * outHeight() * outWidth() * outChannels * inChannels * kernelH * kernelW;
    }

    /** Input, weight, bias and output once each. */
    @Override
    public long bytes(int elementBytes) {
        long input = (long) batch * height * width * inChannels;
        long weight = (long) outChannels * kernelH * kernelW * inChannels + outChannels;
        long output = (long) batch * outHeight() * outWidth() * outChannels;
        return elementBytes * (input + weight + output);
    }
}
