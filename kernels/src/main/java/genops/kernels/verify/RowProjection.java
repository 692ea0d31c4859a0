package genops.kernels.verify;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.TemporalConvolution;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A check that sees all of an output {@code Y = X Wᵀ + b}, a convolution's too, where rows are its pixels: with random signs r,
 * {@code Y r = X (Wᵀ r) + b·r}, and the right side takes one pass over the weights and one dot product a row.
 *
 * <p>What is allowed: each element may be off by the tolerance times its magnitude, and the signs, which the kernel does not know, make a
 * sum of errors exceed eight times the root of the sum of their squares once in 10¹³ rows (Hoeffding). That root is at most
 * {@code tolerance · (Σ_k |x_k| √Σ_n w_nk² + √Σ_n b_n²)} (Minkowski).
 */
final class RowProjection {
    private static final double DEVIATIONS = 8;
    /** Multiplications with weights at most: of larger ones a random part of the features is projected, another one in every run. */
    private static final long MOST_WEIGHTS = 150_000_000;
    private static final int CHUNKS = 64;

    /** The parts of the input that a row of the output is made of. */
    private interface Taps {
        /** Adds, for each tap of a row, the products of {@code length} inputs with as many projected weights. */
        void of(long row, Products products);
    }

    private final Taps taps;
    private final long rows;
    private final int features;
    private final int depth;
    private final double[] signs;
    /** {@code Wᵀ r}. */
    private final double[] projected;
    /** {@code √Σ_n w_nk²}. */
    private final double[] lengths;
    private double biasProjected;
    private double biasLength;

    private RowProjection(Taps taps, long rows, int features, int depth, Tensors tensors, boolean bias, SplittableRandom random) {
        this.taps = taps;
        this.rows = rows;
        this.features = features;
        this.depth = depth;
        signs = signs(random);
        projected = new double[depth];
        lengths = new double[depth];
        project(tensors.get("weight"));
        if (bias) {
            for (int n = 0; n < features; n++) {
                double b = tensors.get("bias").getAtIndex(JAVA_FLOAT, n);
                biasProjected += signs[n] * b;
                biasLength += signs[n] == 0 ? 0 : b * b;
            }
            biasLength = Math.sqrt(biasLength);
        }
    }

    /** The check of a shape with these weights; empty where the operator is not linear in its input. */
    static Optional<RowProjection> of(Operator shape, Tensors tensors, SplittableRandom random) {
        return switch (shape) {
            case Linear l -> Optional.of(new RowProjection(
                    (row, products) -> products.add(row * l.inFeatures(), 0, l.inFeatures()),
                    l.rows(), l.outFeatures(), l.inFeatures(), tensors, l.bias(), random));
            case Convolution c -> Optional.of(new RowProjection((row, products) -> pixel(c, row, products),
                    (long) c.batch() * c.outHeight() * c.outWidth(), c.outChannels(), c.kernelH() * c.kernelW() * c.inChannels(),
                    tensors, true, random));
            case TemporalConvolution c -> Optional.of(new RowProjection((row, products) -> frame(c, row, products),
                    (long) c.outFrames() * c.batch(), c.outChannels(), c.kernel() * c.inChannels(), tensors, true, random));
            default -> Optional.empty();
        };
    }

    private static void pixel(Convolution c, long pixel, Products products) {
        long column = pixel % c.outWidth();
        long row = pixel / c.outWidth() % c.outHeight();
        long image = pixel / c.outWidth() / c.outHeight();
        for (int u = 0; u < c.kernelH(); u++) {
            for (int v = 0; v < c.kernelW(); v++) {
                long y = row * c.stride() + u - c.pad();
                long x = column * c.stride() + v - c.pad();
                if (y >= 0 && y < c.height() && x >= 0 && x < c.width()) {
                    products.add(((image * c.height() + y) * c.width() + x) * c.inChannels(), (u * c.kernelW() + v) * c.inChannels(),
                            c.inChannels());
                }
            }
        }
    }

    private static void frame(TemporalConvolution c, long row, Products products) {
        long sequence = row % c.batch();
        long frame = row / c.batch();
        for (int u = 0; u < c.kernel(); u++) {
            long t = frame * c.stride() + u - c.pad();
            if (t >= 0 && t < c.frames()) {
                products.add((t * c.batch() + sequence) * c.inChannels(), u * c.inChannels(), c.inChannels());
            }
        }
    }

    private double[] signs(SplittableRandom random) {
        double[] drawn = new double[features];
        double share = MOST_WEIGHTS / ((double) features * depth);
        for (int n = 0; n < features; n++) {
            drawn[n] = random.nextDouble() < share ? random.nextBoolean() ? 1 : -1 : 0;
        }
        return drawn;
    }

    private void project(MemorySegment weight) {
        int chunk = Math.max(1, features / CHUNKS);
        double[][] sums = IntStream.iterate(0, first -> first < features, first -> first + chunk).parallel()
                .mapToObj(first -> project(weight, first, Math.min(features, first + chunk)))
                .reduce(RowProjection::plus).orElseThrow();
        System.arraycopy(sums[0], 0, projected, 0, depth);
        Arrays.setAll(lengths, k -> Math.sqrt(sums[1][k]));
    }

    /** Sums over some features: signed weights, and their squares. */
    private double[][] project(MemorySegment weight, int first, int end) {
        double[] sum = new double[depth];
        double[] squares = new double[depth];
        for (int n = first; n < end; n++) {
            if (signs[n] != 0) {
                MemorySegment row = weight.asSlice(4L * n * depth, 4L * depth);
                for (int k = 0; k < depth; k++) {
                    double w = row.getAtIndex(JAVA_FLOAT, k);
                    sum[k] += signs[n] * w;
                    squares[k] += w * w;
                }
            }
        }
        return new double[][] {sum, squares};
    }

    private static double[][] plus(double[][] a, double[][] b) {
        Arrays.setAll(a[0], k -> a[0][k] + b[0][k]);
        Arrays.setAll(a[1], k -> a[1][k] + b[1][k]);
        return a;
    }

    /**
     * Compares rows of the output with the input as it is.
     *
     * @param operations multiplications at most; of more rows than they allow a random part is compared
     * @param factor on the tolerance
     * @param changed where inputs were changed, and rows are to be looked at first
     * @return what is wrong, in one line; empty where nothing is
     */
    <O extends Operator> Optional<String> violation(Kernel<O> kernel, O shape, Tensors tensors, double operations, double factor,
            SplittableRandom random, List<Window> changed) {
        long wanted = (long) Math.clamp(operations / (depth + features), 1, Integer.MAX_VALUE / 2);
        long[] sample = Sampling.of(rows, wanted, random, changed);
        double tolerance = factor * Tolerance.of(kernel, shape);
        double underflow = features * Tolerance.underflow(kernel, shape);
        int chunk = Math.max(1, sample.length / CHUNKS);
        return IntStream.iterate(0, first -> first < sample.length, first -> first + chunk).parallel()
                .mapToObj(first -> violation(Arrays.copyOfRange(sample, first, Math.min(sample.length, first + chunk)), tensors, tolerance,
                        underflow))
                .flatMap(Optional::stream).findFirst();
    }

    private Optional<String> violation(long[] sample, Tensors tensors, double tolerance, double underflow) {
        Products products = new Products(tensors.get("input"));
        for (long row : sample) {
            products.clear();
            taps.of(row, products);
            double difference = Math.abs(written(tensors.output(), row) - products.sum - biasProjected);
            double allowed = DEVIATIONS * tolerance * (products.absolute + biasLength) + underflow;
            if (!(difference <= allowed)) {
                return Optional.of(String.format(Locale.ROOT,
                        "a random projection of output row %d is off by %.2e, %.2e is allowed", row, difference, allowed));
            }
        }
        return Optional.empty();
    }

    private double written(MemorySegment output, long row) {
        MemorySegment values = output.asSlice(4 * row * features, 4L * features);
        double sum = 0;
        for (int n = 0; n < features; n++) {
            sum += signs[n] * values.getAtIndex(JAVA_FLOAT, n);
        }
        return sum;
    }

    /** Dot products of one row. */
    private final class Products {
        private final MemorySegment input;
        private double sum;
        private double absolute;

        Products(MemorySegment input) {
            this.input = input;
        }

        void clear() {
            sum = 0;
            absolute = 0;
        }

        void add(long from, int with, int length) {
            MemorySegment part = input.asSlice(4 * from, 4L * length);
            double s = 0;
            double a = 0;
            for (int i = 0; i < length; i++) {
                double x = part.getAtIndex(JAVA_FLOAT, i);
                s += x * projected[with + i];
                a += Math.abs(x) * lengths[with + i];
            }
            sum += s;
            absolute += a;
        }
    }
}
