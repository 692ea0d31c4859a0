package genops.shapes.operator;

/**
 * One axis of a convolution: windows of {@code kernel} taps, {@code stride} positions apart, over {@code length} input positions with
 * {@code pad} positions of zeros at both ends. A tap that meets a zero of the padding does nothing, and neither does a position that no
 * window covers: none of them is counted. Since a tap of a 2-D convolution meets the input where it does on both axes, its counts are the
 * products of those of its axes.
 */
record ConvolutionAxis(int length, int kernel, int stride, int pad) {

    ConvolutionAxis {
        long padded = length + 2L * pad;
        if (padded > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the padded input of " + padded + " is too large");
        }
        if (padded < kernel) {
            throw new IllegalArgumentException("the kernel of " + kernel + " is larger than the padded input of " + padded);
        }
    }

    /** Windows, each of which gives one output position. */
    int outputs() {
        return (length + 2 * pad - kernel) / stride + 1;
    }

    /** Taps that meet the input, summed over all windows. */
    long taps() {
        // window i covers [i·stride − pad, i·stride − pad + kernel), of which the part within [0, length) counts
        return sumOfEnds(kernel - pad) - sumOfEnds(-pad);
    }

    /** Taps that meet the input in one window at least: what of a weight has to be read. */
    long usedTaps() {
        // seen from the kernel, the input lies at [pad − i·stride, pad − i·stride + length)
        boolean gaps = length < stride;
        return gaps ? taps() : Math.max(0, Math.min(kernel, (long) pad + length) - Math.max(0, pad - lastStart()));
    }

    /** Input positions that one window covers at least: what of an input has to be read. */
    long readPositions() {
        boolean gaps = kernel < stride;
        return gaps ? taps() : Math.clamp(lastStart() - pad + kernel, 0, length);
    }

    /** Where the last window begins, counted from the first. */
    private long lastStart() {
        return (outputs() - 1L) * stride;
    }

    /** Σ over windows i of {@code clamp(i·stride + first, 0, length)}: an arithmetic series between two constants. */
    private long sumOfEnds(long first) {
        long outputs = outputs();
        long inside = Math.clamp(Math.floorDiv(-first, (long) stride) + 1, 0, outputs);
        long behind = Math.clamp(Math.ceilDiv(length - first, (long) stride), 0, outputs);
        long series = ShapeForm.product(stride, behind * (behind - 1) - inside * (inside - 1)) / 2;
        return ShapeForm.sum((behind - inside) * first, series, (outputs - behind) * length);
    }
}
