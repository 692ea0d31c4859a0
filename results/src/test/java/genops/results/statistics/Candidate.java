package genops.results.statistics;

import java.util.Arrays;
import java.util.stream.Stream;

/** Estimators that were compared. */
enum Candidate {
    MEDIAN("median over forks of fork medians (before)") {
        @Override
        double of(double[][] forks) {
            return Samples.medianOfForks(forks).value();
        }
    },
    LOWER_MEDIAN("lower median over forks of fork medians") {
        @Override
        double of(double[][] forks) {
            return lowerMedian(Samples.forkMedians(forks));
        }
    },
    QUARTILES("lower median over forks of lower quartiles") {
        @Override
        double of(double[][] forks) {
            return lowerMedian(Arrays.stream(forks).mapToDouble(Samples::level).toArray());
        }
    },
    FASTEST("median of the fastest fork") {
        @Override
        double of(double[][] forks) {
            return Arrays.stream(Samples.forkMedians(forks)).min().orElseThrow();
        }
    },
    POOLED_QUARTILE("lower quartile of all iterations") {
        @Override
        double of(double[][] forks) {
            return Samples.level(pooled(forks));
        }
    },
    TRIMMED("mean of the middle half of all iterations") {
        @Override
        double of(double[][] forks) {
            double[] sorted = pooled(forks);
            int cut = sorted.length / 4;
            return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
        }
    },
    SHORTH("mean of the shortest half of all iterations (shorth)") {
        @Override
        double of(double[][] forks) {
            return Arrays.stream(densest(pooled(forks), pooled(forks).length / 2 + 1)).average().orElseThrow();
        }
    },
    HALF_SAMPLE_MODE("half-sample mode of all iterations") {
        @Override
        double of(double[][] forks) {
            double[] values = pooled(forks);
            while (values.length > 2) {
                values = densest(values, (values.length + 1) / 2);
            }
            return Arrays.stream(values).average().orElseThrow();
        }
    },
    FOREMOST("**forks weighted by nearness to the fastest (now)**") {
        @Override
        double of(double[][] forks) {
            return Samples.estimate(forks).value();
        }
    };

    private final String words;

    Candidate(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    abstract double of(double[][] forks);

    private static double lowerMedian(double[] values) {
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }

    /** All iterations, sorted. */
    private static double[] pooled(double[][] forks) {
        return Stream.of(forks).flatMapToDouble(Arrays::stream).sorted().toArray();
    }

    /** The window of so many sorted values whose ends have the least ratio. */
    private static double[] densest(double[] sorted, int count) {
        int best = 0;
        for (int i = 1; i + count <= sorted.length; i++) {
            best = sorted[i + count - 1] / sorted[i] < sorted[best + count - 1] / sorted[best] ? i : best;
        }
        return Arrays.copyOfRange(sorted, best, best + count);
    }
}
