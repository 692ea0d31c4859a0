package genops.results.changepoint;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.results.statistics.ShrunkVariance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Noise as on a shared machine of two cores. How much iterations differ, and how much measurements differ in that, is fitted to the run
 * document in {@code results/}: variances drawn from a scaled inverse chi-squared distribution. What one run cannot show is assumed, on
 * the side of caution: forks differ as much as iterations do; the machine's level wanders by 1 % with an autocorrelation of 0.7 from
 * night to night, for all series alike; one series-night in a hundred is an outlier, slower by 20 % in the mean; and one night in a
 * hundred is slower by 5 % throughout without being marked as suspect.
 */
final class Noise {
    static final double DRIFT = 0.01;
    static final double DRIFT_CORRELATION = 0.7;
    static final double OUTLIERS = 0.01;
    static final double OUTLIER = 0.20;
    static final double DISTURBED = 0.01;
    static final double DISTURBANCE = 0.05;
    private static final int ITERATIONS = 3;

    private final ShrunkVariance fitted;

    private Noise(ShrunkVariance fitted) {
        this.fitted = fitted;
    }

    /** Fitted to the first run document of the repository. */
    static Noise measured() {
        List<double[]> forks = document().measurements().stream().filter(m -> m.status() == Status.MEASURED)
                .map(Measurement::nanoseconds).flatMap(Arrays::stream).filter(f -> f.length > 1).toList();
        double[] variances = forks.stream().mapToDouble(Noise::logVariance).toArray();
        return new Noise(ShrunkVariance.fit(variances, forks.stream().mapToInt(f -> f.length - 1).toArray()));
    }

    private static RunDocument document() {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return RunDocuments.read(files.filter(f -> f.getFileName().toString().matches("run-.*\\.json")).sorted().findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double logVariance(double[] values) {
        double mean = Arrays.stream(values).map(Math::log).average().orElseThrow();
        return Arrays.stream(values).map(v -> (Math.log(v) - mean) * (Math.log(v) - mean)).sum() / (values.length - 1);
    }

    double typicalDeviation() {
        return Math.sqrt(fitted.priorVariance());
    }

    double degrees() {
        return fitted.priorDegrees();
    }

    /** Standard deviation of the iterations of a measurement. */
    double deviation(SplittableRandom random) {
        // a chi-squared variable of fractional degrees is twice a gamma variable
        return Math.sqrt(fitted.priorDegrees() * fitted.priorVariance() / (2 * gamma(fitted.priorDegrees() / 2, random)));
    }

    /** Marsaglia and Tsang (2000), with their boost for shapes below 1. */
    private static double gamma(double shape, SplittableRandom random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** Levels of the machine night after night, as logarithms. */
    static double[] machine(int nights, SplittableRandom random) {
        double[] levels = new double[nights];
        double level = DRIFT * random.nextGaussian();
        for (int n = 0; n < nights; n++) {
            levels[n] = level + (random.nextDouble() < DISTURBED ? DISTURBANCE : 0);
            level = DRIFT_CORRELATION * level + DRIFT * Math.sqrt(1 - DRIFT_CORRELATION * DRIFT_CORRELATION) * random.nextGaussian();
        }
        return levels;
    }

    /** Times of forks by iterations around a level, both as logarithms. */
    static double[][] forks(double level, double deviation, int forks, SplittableRandom random) {
        double outlier = random.nextDouble() < OUTLIERS ? -OUTLIER * Math.log(1 - random.nextDouble()) : 0;
        return IntStream.range(0, forks).mapToObj(f -> {
            double fork = level + outlier + deviation * random.nextGaussian();
            return IntStream.range(0, ITERATIONS).mapToDouble(i -> Math.exp(fork + deviation * random.nextGaussian())).toArray();
        }).toArray(double[][]::new);
    }

    /** Standard deviation of the median over three forks of fork medians: 0.67 that of a fork median, as medians of three have it. */
    static double nightDeviation(double deviation) {
        return 0.67 * deviation * Math.sqrt(1 + 0.449);
    }
}
