package genops.results.changepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestDocuments;
import genops.results.changepoint.Departure.State;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.document.MeasurementKey;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import genops.results.statistics.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How often the judgements err, on simulated nights. The tables in docs/nightly.md are made here:
 * {@code mvn verify -pl results -am -Dit.test=ErrorRatesIT -Dgenops.write.docs=true} writes them again.
 */
class ErrorRatesIT {
    private static final Path PAGE = Path.of("..", "docs", "nightly.md");
    private static final String BEGIN = "<!-- error rates, written by ErrorRatesIT -->\n";
    private static final String END = "<!-- end of error rates -->\n";
    private static final int SERIES = 1000;
    private static final int FORKS = 3;
    /** Bounds of the classes of noise: standard deviation of a measurement from night to night. */
    private static final double[] CLASSES = {0.01, 0.02, 0.04, Double.POSITIVE_INFINITY};
    private static final String[] NAMES = {"below 1 %", "1 % to 2 %", "2 % to 4 %", "above 4 %"};
    private static final double STEP = 0.05;

    private static Noise noise;
    private static double[] deviations;
    private static int[] classes;

    @BeforeAll
    static void fit() {
        noise = Noise.measured();
        SplittableRandom random = new SplittableRandom(1);
        deviations = IntStream.range(0, SERIES).mapToDouble(i -> noise.deviation(random)).toArray();
        classes = IntStream.range(0, SERIES).map(i -> {
            double night = Noise.nightDeviation(deviations[i]);
            return (int) Arrays.stream(CLASSES).filter(c -> night > c).count();
        }).toArray();
    }

    /** Nights of all series; those of every eighth series are slower by the step from a night on. */
    private static History history(int nights, int from, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] machine = Noise.machine(nights, random);
        OffsetDateTime first = OffsetDateTime.parse("2025-01-01T02:00:00Z");
        List<Run> runs = IntStream.range(0, nights).mapToObj(n -> new Run(Path.of(n + ".json"), first.plusDays(n), "commit-" + n,
                TestDocuments.document().machine(), List.of(), "")).toList();
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            List<Point> points = new ArrayList<>();
            for (int n = 0; n < nights; n++) {
                double level = machine[n] + (stepped(i) && n >= from ? Math.log1p(STEP) : 0);
                points.add(new Point(runs.get(n), Samples.medianOfForks(Noise.forks(level, deviations[i], FORKS, random)), FORKS));
            }
            series.add(new Series(new MeasurementKey("linear", "shape-" + i, "vector/gemm", "fp32", 2), "", points));
        }
        return new History(runs, series, List.of());
    }

    private static boolean stepped(int i) {
        return i >= 0 && i % 8 == 0;
    }

    /** Number of a series; -1 for the level of all. */
    private static int index(MeasurementKey key) {
        return key.equals(CommonLevel.ALL) ? -1 : Integer.parseInt(key.shape().substring("shape-".length()));
    }

    private static History until(History history, int nights) {
        return new History(history.runs().subList(0, nights), history.series().stream()
                .map(s -> new Series(s.key(), "", s.points().subList(0, nights))).toList(), List.of());
    }

    /** How many of the series with a step are in each class of noise. */
    private static int[] steppedByClass() {
        int[] counts = new int[CLASSES.length];
        IntStream.range(0, SERIES).filter(ErrorRatesIT::stepped).forEach(i -> counts[classes[i]]++);
        return counts;
    }

    /**
     * What came of simulations.
     *
     * @param confirmed false confirmed departures per 1,000 series-nights
     * @param suspected false suspected departures per 1,000 series-nights
     * @param unchanged share of the series told unchanged, nothing having changed, by number of nights
     * @param undecided share of those not decided
     * @param missed share of the slowed series told unchanged, by nights since the step
     * @param found shares of the steps that were confirmed, by class of noise and by delay
     */
    private record Nightly(double confirmed, double suspected, double[] unchanged, double[] undecided, double[] missed,
            double[][] found) {}

    private static final int[] DELAYS = {3, 4, 6, 10};
    private static final int[] LENGTHS = {7, 12, 25};
    private static final int[] SINCE = {1, 2, 3};
    /** Nights before the step. */
    private static final int STEP_AT = 25;

    private static Nightly nightly() {
        int repetitions = 2;
        int nights = 36;
        int from = STEP_AT;
        int seriesNights = 0;
        int confirmed = 0;
        int suspected = 0;
        double[] unchanged = new double[LENGTHS.length];
        double[] undecided = new double[LENGTHS.length];
        double[] missed = new double[SINCE.length];
        int[][] found = new int[CLASSES.length][DELAYS.length];
        for (int r = 0; r < repetitions; r++) {
            History stationary = history(nights, nights, 100 + r);
            for (int n = Judge.SHORTEST + Judge.CONFIRMING; n <= nights; n++) {
                Judgement judgement = Judge.newest(until(stationary, n), Thresholds.DEFAULT);
                for (Departure d : judgement.departures()) {
                    confirmed += d.state() == State.CONFIRMED ? 1 : 0;
                    suspected += d.state() == State.SUSPECTED ? 1 : 0;
                }
                seriesNights += SERIES;
                int place = Arrays.binarySearch(LENGTHS, n);
                if (place >= 0) {
                    unchanged[place] += share(judgement, Verdict.UNCHANGED, i -> true) / repetitions;
                    undecided[place] += share(judgement, Verdict.UNDECIDED, i -> true) / repetitions;
                }
            }
            History stepped = history(nights, from, 150 + r);
            for (int k = 0; k < SINCE.length; k++) {
                missed[k] += share(Judge.newest(until(stepped, from + SINCE[k]), Thresholds.DEFAULT), Verdict.UNCHANGED, ErrorRatesIT::stepped)
                        / repetitions;
            }
            for (int n = from + 1; n <= from + DELAYS[DELAYS.length - 1]; n++) {
                for (Departure d : Judge.newest(until(stepped, n), Thresholds.DEFAULT).regressions()) {
                    int i = index(d.key());
                    for (int k = 0; k < DELAYS.length && stepped(i); k++) {
                        found[classes[i]][k] += n - from <= DELAYS[k] ? 1 : 0;
                    }
                }
            }
        }
        return new Nightly(1000.0 * confirmed / seriesNights, 1000.0 * suspected / seriesNights, unchanged, undecided, missed,
                shares(found, repetitions));
    }

    /** Of some series the share with a verdict. */
    private static double share(Judgement judgement, Verdict verdict, IntPredicate which) {
        return judgement.standings().stream().filter(s -> which.test(index(s.series().key()))).mapToInt(s -> s.verdict() == verdict ? 1 : 0)
                .average().orElseThrow();
    }

    private static double[][] shares(int[][] found, int repetitions) {
        int[] all = steppedByClass();
        double[][] shares = new double[found.length][];
        for (int c = 0; c < found.length; c++) {
            int count = all[c] * repetitions;
            shares[c] = Arrays.stream(found[c]).mapToDouble(f -> Math.min(1, (double) f / count)).toArray();
        }
        return shares;
    }

    private static final int[] AFTER = {4, 7, 14, 30};

    /** Change points of a stationary history, per 1,000 series-nights; and steps found after so many nights, within two of theirs. */
    private record Search(double falsePoints, double[][] found) {}

    private static Search search() {
        int repetitions = 2;
        int nights = 120;
        int falsePoints = 0;
        int[][] found = new int[CLASSES.length][AFTER.length];
        for (int r = 0; r < repetitions; r++) {
            falsePoints += ChangePoints.of(history(nights, nights, 200 + r), Thresholds.DEFAULT).size();
            int from = 60;
            History history = history(nights, from, 300 + r);
            for (int k = 0; k < AFTER.length; k++) {
                for (ChangePoint c : ChangePoints.of(until(history, from + AFTER[k]), Thresholds.DEFAULT)) {
                    int i = index(c.key());
                    int night = history.runs().indexOf(c.firstAfter());
                    if (stepped(i) && c.slower() && Math.abs(night - from) <= 2) {
                        found[classes[i]][k]++;
                    }
                }
            }
        }
        return new Search(1000.0 * falsePoints / (SERIES * nights * repetitions), shares(found, repetitions));
    }

    private static final int[] FORK_COUNTS = {2, 3, 5, 10};

    private static List<ComparedRates> compared() {
        return Arrays.stream(FORK_COUNTS).mapToObj(n -> ComparedRates.of(n, deviations, ErrorRatesIT::stepped, STEP)).toList();
    }

    @Test
    void theTablesAreUpToDateAndTheRatesAreKept() throws IOException {
        Nightly nightly = nightly();
        Search search = search();
        List<ComparedRates> compared = compared();
        String tables = tables(nightly, search, compared);
        System.out.println(tables);
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (Boolean.getBoolean("genops.write.docs")) {
            Files.writeString(PAGE, page.substring(0, begin) + tables + page.substring(end));
        }
        String written = Files.readString(PAGE);
        assertEquals(tables, written.substring(written.indexOf(BEGIN) + BEGIN.length(), written.indexOf(END)),
                "docs/nightly.md is out of date; write it with -Dgenops.write.docs=true");
        assertTrue(nightly.confirmed <= 0.05, "confirmed: " + nightly.confirmed);
        assertTrue(nightly.suspected <= 15, "suspected: " + nightly.suspected);
        assertTrue(nightly.found[0][3] >= 0.9, "quiet series within 10 nights: " + nightly.found[0][3]);
        assertTrue(Arrays.stream(nightly.missed).allMatch(m -> m <= 0.02), "slower and told unchanged: " + Arrays.toString(nightly.missed));
        assertTrue(search.falsePoints <= 0.05, "change points: " + search.falsePoints);
        assertTrue(search.found[0][2] >= 0.9, "quiet series within 14 nights: " + search.found[0][2]);
        for (ComparedRates rates : compared) {
            assertTrue(rates.falseChanges() <= 0.015, rates.forks() + " forks, false changes: " + rates.falseChanges());
            assertTrue(rates.missed() <= 0.02, rates.forks() + " forks, slowed and told unchanged: " + rates.missed());
            assertTrue(Math.abs(rates.forecast() - compared.getLast().decided()) < 0.1, rates.forks() + " forks, forecast: " + rates.forecast()
                    + ", with ten: " + compared.getLast().decided());
        }
    }

    private static String tables(Nightly nightly, Search search, List<ComparedRates> compared) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, """
                Noise: the standard deviation of iterations is drawn for each series from the distribution fitted to `results/run-20261123T190212Z.json`
                (typical %.1f %%, %.1f degrees of freedom). Not seen in one run, hence assumed: forks differ as much as iterations; the machine wanders
                by %.0f %% with an autocorrelation of %.1f from night to night; %.0f %% of series-nights are outliers of %.0f %% in the mean; %.0f %% of nights
                are slower by %.0f %% throughout and not marked as suspect. %,d series, three forks of three iterations a night.

                """, 100 * noise.typicalDeviation(), noise.degrees(), 100 * Noise.DRIFT, Noise.DRIFT_CORRELATION, 100 * Noise.OUTLIERS,
                100 * Noise.OUTLIER, 100 * Noise.DISTURBED, 100 * Noise.DISTURBANCE, SERIES));
        text.append("| false alarms, nothing having changed | per 1,000 series-nights |\n|---|---:|\n");
        text.append(String.format(Locale.ROOT, "| newest run: confirmed (exit status 3 where slower) | %.3f |%n", nightly.confirmed));
        text.append(String.format(Locale.ROOT, "| newest run: suspected (no exit status) | %.2f |%n", nightly.suspected));
        text.append(String.format(Locale.ROOT, "| change points in the history | %.3f |%n%n", search.falsePoints));
        text.append("| newest run, unchanged or not | told unchanged | not decided |\n|---|---:|---:|\n");
        for (int k = 0; k < LENGTHS.length; k++) {
            text.append(String.format(Locale.ROOT, "| nothing having changed, after %d nights | %.1f %% | %.1f %% |%n", LENGTHS[k],
                    100 * nightly.unchanged[k], 100 * nightly.undecided[k]));
        }
        for (int k = 0; k < SINCE.length; k++) {
            text.append(String.format(Locale.ROOT, "| slower by %.0f %% since night %d of %d | %.1f %% | |%n", 100 * STEP, STEP_AT + 1,
                    STEP_AT + SINCE[k], 100 * nightly.missed[k]));
        }
        text.append(String.format(Locale.ROOT, "%n| `compare` | nothing having changed: slower or faster, per 1,000 | unchanged | not decided | "
                + "decided now or, as told, with ten forks | slower by %.0f %% and told unchanged, per 1,000 |%n|---|---:|---:|---:|---:|---:|%n",
                100 * STEP));
        for (ComparedRates rates : compared) {
            text.append(String.format(Locale.ROOT, "| %d forks | %.2f | %.0f %% | %.0f %% | %.0f %% | %.2f |%n", rates.forks(),
                    1000 * rates.falseChanges(), 100 * rates.unchanged(), 100 * (1 - rates.decided()), 100 * rates.forecast(), 1000 * rates.missed()));
        }
        text.append(String.format(Locale.ROOT, "%nA step of %.0f %% is found, by the noise of the series (standard deviation from night to night):%n%n",
                100 * STEP));
        text.append("| noise | of all series |");
        for (int delay : DELAYS) {
            text.append(" confirmed within ").append(delay).append(" nights |");
        }
        for (int after : AFTER) {
            text.append(" change point after ").append(after).append(" |");
        }
        for (int forks : FORK_COUNTS) {
            text.append(" `compare`, ").append(forks).append(" forks |");
        }
        text.append("\n|---|---:|").append("---:|".repeat(DELAYS.length + AFTER.length + FORK_COUNTS.length)).append('\n');
        for (int c = 0; c < CLASSES.length; c++) {
            int each = c;
            text.append("| ").append(NAMES[c]).append(String.format(Locale.ROOT, " | %.0f %% |",
                    100.0 * Arrays.stream(classes).filter(k -> k == each).count() / SERIES));
            double[] byForks = compared.stream().mapToDouble(r -> r.found(i -> stepped(i) && classes[i] == each)).toArray();
            for (double[] found : List.of(nightly.found[c], search.found[c], byForks)) {
                for (double share : found) {
                    text.append(String.format(Locale.ROOT, " %.0f %% |", 100 * share));
                }
            }
            text.append('\n');
        }
        return text.append('\n').toString();
    }
}
