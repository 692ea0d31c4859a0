package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * Two-pass moments of a part of a tensor.
 *
 * @param mean mean
 * @param variance population variance
 * @param meanMagnitude mean of the absolute values: what the rounding error of the mean is measured against
 */
record Moments(double mean, double variance, double meanMagnitude) {

    /** Of {@code rows} runs of {@code length} elements, the first at element {@code start}, {@code stride} elements apart. */
    static Moments of(MemorySegment input, long start, long rows, int length, int stride) {
        double sum = 0;
        double absolute = 0;
        for (long r = 0; r < rows; r++) {
            for (int i = 0; i < length; i++) {
                double x = input.getAtIndex(JAVA_FLOAT, start + r * stride + i);
                sum += x;
                absolute += Math.abs(x);
            }
        }
        double count = (double) rows * length;
        double mean = sum / count;
        double squares = 0;
        for (long r = 0; r < rows; r++) {
            for (int i = 0; i < length; i++) {
                double d = input.getAtIndex(JAVA_FLOAT, start + r * stride + i) - mean;
                squares += d * d;
            }
        }
        return new Moments(mean, squares / count, absolute / count);
    }

    /**
     * What the error of {@code (x − mean) · scale + bias} is measured against: subtracting the mean cancels, and what is left is
     * wrong by the rounding of x and by the error of the mean, each times the scale. The relative error of a two-pass variance
     * (Chan, Golub and LeVeque, The American Statistician 37, 1983) is of the same order and multiplies something no larger.
     */
    double magnitude(double x, double scale, double bias) {
        return Math.abs(scale) * (Math.abs(x) + meanMagnitude) + Math.abs(bias);
    }
}
