package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Quantile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How estimators of a time behave when something is disturbed, on the committed run documents and on forks simulated after them. The
 * tables in docs/statistics.md are made here: {@code mvn test -pl results -am -Dtest=EstimatorStudyIT
 * -Dsurefire.failIfNoSpecifiedTests=false -Dgenops.write.docs=true} writes them again.
 */
class EstimatorStudyIT {
    private static final Path PAGE = Path.of("..", "docs", "statistics.md");
    private static final String BEGIN = "<!-- study, written by EstimatorStudyIT -->\n";
    private static final String END = "<!-- end of study -->\n";
    private static final double[] FACTORS = {2, 10, 1000};
    private static final int DRAWS = 4000;
    private static final long SEED = 19;

    private static Map<String, RunDocument> documents;
    private static List<double[][]> times;
    private static List<double[][]> twoForks;
    private static List<double[][]> threeForks;
    private static List<double[][]> donors;

    @BeforeAll
    static void read() {
        documents = CommittedTimes.documents();
        times = CommittedTimes.of(documents);
        twoForks = CommittedTimes.withForks(times, 2);
        threeForks = CommittedTimes.withForks(times, 3);
        donors = times.stream().filter(t -> t.length > 1).toList();
    }

    /** Absolute differences of logarithms: 0.01 is 1 %. */
    private record Differences(double[] values) {
        static Differences of(List<Double> values) {
            return new Differences(values.stream().mapToDouble(Math::abs).toArray());
        }

        double quantile(double p) {
            return Quantile.withDefaults().withCopy(true).evaluate(values, p);
        }
    }

    /** How far an estimator moves when one of the forks takes 2, 10 and 1000 times as long. */
    private static Differences forkDisturbed(List<double[][]> measurements, ToDoubleFunction<double[][]> estimator) {
        List<Double> moves = new ArrayList<>();
        for (double[][] forks : measurements) {
            double quiet = estimator.applyAsDouble(forks);
            for (int i = 0; i < forks.length; i++) {
                for (double factor : FACTORS) {
                    moves.add(Math.log(estimator.applyAsDouble(CommittedTimes.disturbed(forks, i, factor)) / quiet));
                }
            }
        }
        return Differences.of(moves);
    }

    private static Differences iterationDisturbed(List<double[][]> measurements, ToDoubleFunction<double[][]> estimator) {
        List<Double> moves = new ArrayList<>();
        for (double[][] forks : measurements) {
            double quiet = estimator.applyAsDouble(forks);
            for (int i = 0; i < forks.length; i++) {
                for (int j = 0; j < forks[i].length; j++) {
                    double factor = FACTORS[j % FACTORS.length];
                    moves.add(Math.log(estimator.applyAsDouble(CommittedTimes.disturbed(forks, i, j, factor)) / quiet));
                }
            }
        }
        return Differences.of(moves);
    }

    /** By how much two measurements differ of which each has half of the simulated forks. */
    private static Differences simulatedHalves(int forks, ToDoubleFunction<double[][]> estimator) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            double[][] donor = donors.get(random.nextInt(donors.size()));
            differences.add(Math.log(estimator.applyAsDouble(CommittedTimes.simulated(donor, forks, random))
                    / estimator.applyAsDouble(CommittedTimes.simulated(donor, forks, random))));
        }
        return Differences.of(differences);
    }

    /** By how much the two forks of a measurement differ. */
    private static Differences forkAgainstFork(ToDoubleFunction<double[][]> estimator) {
        return Differences.of(twoForks.stream().map(t -> Math.log(estimator.applyAsDouble(new double[][] {t[0]})
                / estimator.applyAsDouble(new double[][] {t[1]}))).toList());
    }

    private record Behaviour(Differences oneOfThree, Differences oneOfTwo, Differences iteration, Differences forks, Differences halves) {
        static Behaviour of(Candidate candidate) {
            return new Behaviour(forkDisturbed(threeForks, candidate::of), forkDisturbed(twoForks, candidate::of),
                    iterationDisturbed(twoForks, candidate::of), forkAgainstFork(candidate::of), simulatedHalves(3, candidate::of));
        }
    }

    /** How an interval does: how often it covers, and how wide it is, relative to the value. */
    private record Intervals(double coverage, Differences halfWidths) {
        static Intervals of(List<Double> covered, List<Double> halfWidths) {
            return new Intervals(covered.stream().mapToDouble(c -> c).average().orElseThrow(), Differences.of(halfWidths));
        }
    }

    /** Of two forks of a measurement, each taken as a measurement: their difference against both errors in quadrature. */
    private static Intervals singleForks(Function<double[][], Estimate> estimator) {
        List<Double> covered = new ArrayList<>();
        List<Double> widths = new ArrayList<>();
        for (double[][] forks : twoForks) {
            Estimate a = estimator.apply(new double[][] {forks[0]});
            Estimate b = estimator.apply(new double[][] {forks[1]});
            if (Double.isFinite(a.error()) && Double.isFinite(b.error())) {
                double difference = Math.abs(Math.log(a.value() / b.value()));
                covered.add(difference <= Math.hypot(a.relativeError(), b.relativeError()) ? 1.0 : 0.0);
                widths.add(a.relativeError());
            }
        }
        return Intervals.of(covered, widths);
    }

    /** Of simulated forks, one of which may be disturbed, against their quiet level of 1. */
    private static Intervals simulated(int forks, boolean disturbed, Function<double[][], Estimate> estimator) {
        SplittableRandom random = new SplittableRandom(SEED + forks);
        List<Double> covered = new ArrayList<>();
        List<Double> widths = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            double[][] drawn = CommittedTimes.simulated(donors.get(random.nextInt(donors.size())), forks, random);
            Estimate estimate = estimator.apply(disturbed
                    ? CommittedTimes.disturbed(drawn, random.nextInt(forks), FACTORS[i % FACTORS.length]) : drawn);
            covered.add(Math.abs(Math.log(estimate.value())) <= estimate.relativeError() ? 1.0 : 0.0);
            widths.add(estimate.relativeError());
        }
        return Intervals.of(covered, widths);
    }

    private record Doubts(int cases, Map<Disturbance.Kind, Integer> kinds) {
        double share() {
            return (double) kinds.values().stream().mapToInt(n -> n).sum() / cases;
        }
    }

    private static Doubts doubts(List<Measurement> measurements) {
        Map<Disturbance.Kind, Integer> kinds = new EnumMap<>(Disturbance.Kind.class);
        measurements.forEach(m -> Disturbance.find(m).ifPresent(d -> kinds.merge(d.kind(), 1, Integer::sum)));
        return new Doubts(measurements.size(), kinds);
    }

    /** By folder and day, of the cases that were timed in two forks or more. */
    private static Map<String, Doubts> doubtsByDay() {
        Map<String, List<Measurement>> days = new TreeMap<>();
        documents.forEach((file, document) -> document.measurements().stream()
                .filter(m -> m.status() == Status.MEASURED && m.scoreNanoseconds().length > 1)
                .forEach(m -> days.computeIfAbsent(day(file, document), d -> new ArrayList<>()).add(m)));
        Map<String, Doubts> doubts = new TreeMap<>();
        days.forEach((day, measurements) -> doubts.put(day, doubts(measurements)));
        return doubts;
    }

    private static String day(String file, RunDocument document) {
        String cpu = document.machine().cpu().replaceAll(" stepping.*", "");
        return document.started().substring(0, 10) + ", " + cpu + (file.contains("/") ? "" : ", `results/`");
    }

    @Test
    void oneDisturbedForkOfThreeMovesTheEstimateByAFewPercentAtMost() {
        Differences moves = forkDisturbed(threeForks, Candidate.FOREMOST::of);
        assertTrue(moves.quantile(0.5) < 0.01, "median: " + moves.quantile(0.5));
        assertTrue(moves.quantile(0.9) < 0.03, "of nine in ten: " + moves.quantile(0.9));
        assertTrue(moves.quantile(0.95) < 0.05, "of nineteen in twenty: " + moves.quantile(0.95));
        assertTrue(forkDisturbed(threeForks, Candidate.MEDIAN::of).quantile(0.95) > 0.10, "the study tells estimators apart");
    }

    @Test
    void oneDisturbedForkOfTwoMovesItByNoMoreThanForksDiffer() {
        Differences moves = forkDisturbed(twoForks, Candidate.FOREMOST::of);
        assertTrue(moves.quantile(0.5) < 0.02, "median: " + moves.quantile(0.5));
        assertTrue(moves.quantile(0.9) < 0.08, "of nine in ten: " + moves.quantile(0.9));
        Differences iterations = iterationDisturbed(twoForks, Candidate.FOREMOST::of);
        assertTrue(iterations.quantile(0.95) < 0.03, "by an iteration: " + iterations.quantile(0.95));
    }

    @Test
    void theIntervalCoversAndADisturbedForkDoesNotBlowItUp() {
        assertEquals(0.95, singleForks(Samples::estimate).coverage, 0.02);
        for (int forks = 1; forks <= 3; forks++) {
            for (boolean disturbed : forks == 1 ? new boolean[] {false} : new boolean[] {false, true}) {
                Intervals intervals = simulated(forks, disturbed, Samples::estimate);
                assertTrue(intervals.coverage > 0.90, forks + " forks, disturbed " + disturbed + ": " + intervals.coverage);
                assertTrue(intervals.halfWidths.quantile(1) < 0.40, forks + " forks: " + intervals.halfWidths.quantile(1));
            }
        }
    }

    @Test
    void onQuietDaysFewTimesAreInDoubt() {
        Map<String, Doubts> days = doubtsByDay();
        assertTrue(days.values().stream().mapToDouble(Doubts::share).min().orElseThrow() <= 0.03, "" + days);
        assertTrue(days.values().stream().mapToDouble(Doubts::share).max().orElseThrow() >= 0.10, "busy days are seen: " + days);
    }

    @Test
    void theTablesAreUpToDate() throws IOException {
        String tables = tables();
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("genops.write.docs")) {
            page = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + tables + page.substring(page.indexOf(END));
            Files.writeString(PAGE, page);
        }
        assertEquals(tables, page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)),
                "docs/statistics.md is out of date; write it with -Dgenops.write.docs=true");
    }

    private static String tables() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
                %d documents, %,d measurements; %,d of them have two forks, %d have three. Three numbers are the median, the 90th and the 95th
                percentile of the move in percent when a fork, or an iteration, takes 2, 10 and 1,000 times as long; two are the median and the
                90th percentile of the difference in percent.

                | estimator | one fork of three | one fork of two | one iteration | fork against fork | three forks against three, simulated |
                |---|---:|---:|---:|---:|---:|
                """, documents.size(), times.size(), twoForks.size(), threeForks.size()));
        for (Candidate candidate : Candidate.values()) {
            Behaviour b = Behaviour.of(candidate);
            text.append("| ").append(candidate.words()).append(" | ").append(three(b.oneOfThree)).append(" | ").append(three(b.oneOfTwo))
                    .append(" | ").append(three(b.iteration)).append(" | ").append(two(b.forks)).append(" | ").append(two(b.halves))
                    .append(" |\n");
        }
        text.append("""

                How often the 95 % interval covers, and the median and the largest half-width in percent of the value:

                | forks | before: covers | half-width | now: covers | half-width |
                |---|---:|---:|---:|---:|
                """);
        row(text, "one, against the other of the same measurement", singleForks(Samples::medianOfForks), singleForks(Samples::estimate));
        for (int forks = 2; forks <= 3; forks++) {
            for (boolean disturbed : new boolean[] {false, true}) {
                row(text, (forks == 2 ? "two" : "three") + (disturbed ? ", one of them disturbed" : "") + ", simulated",
                        simulated(forks, disturbed, Samples::medianOfForks), simulated(forks, disturbed, Samples::estimate));
            }
        }
        text.append("\nTimes in doubt, of cases with at least two forks:\n\n"
                + "| day and machine | cases | forks disagree | iterations differ | in doubt |\n|---|---:|---:|---:|---:|\n");
        doubtsByDay().forEach((day, d) -> text.append(String.format(Locale.ROOT, "| %s | %d | %d | %d | %.1f %% |%n", day, d.cases,
                d.kinds.getOrDefault(Disturbance.Kind.FORKS, 0), d.kinds.getOrDefault(Disturbance.Kind.ITERATIONS, 0), 100 * d.share())));
        return text.append('\n').toString();
    }

    private static void row(StringBuilder text, String forks, Intervals before, Intervals now) {
        text.append(String.format(Locale.ROOT, "| %s | %.1f %% | %s / %s | %.1f %% | %s / %s |%n", forks, 100 * before.coverage,
                percent(before.halfWidths.quantile(0.5)), percent(before.halfWidths.quantile(1)), 100 * now.coverage,
                percent(now.halfWidths.quantile(0.5)), percent(now.halfWidths.quantile(1))));
    }

    private static String three(Differences d) {
        return two(d) + " / " + moved(d.quantile(0.95));
    }

    private static String two(Differences d) {
        return moved(d.quantile(0.5)) + " / " + moved(d.quantile(0.9));
    }

    /** A difference of logarithms as a ratio less 1, in percent. */
    private static String moved(double difference) {
        return percent(Math.expm1(difference));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, 100 * share >= 100 ? "%,.0f" : "%.1f", 100 * share);
    }
}
