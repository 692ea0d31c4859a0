package genops.results.comparison;

import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.statistics.Ceilings;
import genops.results.statistics.FalseDiscovery;
import genops.results.statistics.ForkBootstrap;
import genops.results.statistics.ForkBootstrap.Interval;
import genops.results.statistics.Samples;
import genops.results.statistics.ShrunkVariance;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares two runs.
 *
 * <p>The fork is the unit: what is tested are the logarithms of the fork medians. A measurement is told as changed where
 * <ol>
 * <li>the ratio of medians is at least the smallest effect worth telling, and still is after the part that the drift of the machine's
 *     own ceiling explains was taken off;
 * <li>a t test finds it, whose variance is {@link ShrunkVariance shrunk} towards that of all measurements, so that two or three forks
 *     can be judged, and holds the noise between runs besides; what all measurements share, their median, is taken off and told by
 *     itself;
 * <li>the Mann–Whitney test on the fork medians finds it too, where there are so many forks that it could;
 * <li>it is still found after the correction for the number of comparisons ({@link FalseDiscovery}).
 * </ol>
 */
public final class Comparer {
    private final RunDocument before;
    private final RunDocument after;
    private final Thresholds thresholds;
    private final boolean oneSession;
    private final Ceilings ceilingsBefore;
    private final Ceilings ceilingsAfter;

    private Comparer(RunDocument before, RunDocument after, Thresholds thresholds, boolean oneSession) {
        this.before = before;
        this.after = after;
        this.thresholds = thresholds;
        this.oneSession = oneSession;
        ceilingsBefore = Ceilings.of(before);
        ceilingsAfter = Ceilings.of(after);
    }

    /**
     * Compares two runs that were made one after the other.
     *
     * @param across in what they may differ
     * @throws IllegalArgumentException one line where they differ in something else, or have no measurement in common
     */
    public static Comparison compare(RunDocument before, RunDocument after, Set<Aspect> across, Thresholds thresholds) {
        return new Comparer(before, after, thresholds, false).compare(across);
    }

    /**
     * Compares two builds whose forks took turns in one session: there is no noise between runs, and the machine drifted for both alike.
     *
     * @throws IllegalArgumentException one line where they have no measurement in common
     */
    public static Comparison compareInterleaved(RunDocument before, RunDocument after, Thresholds thresholds) {
        return new Comparer(before, after, thresholds, true).compare(EnumSet.allOf(Aspect.class));
    }

    /** The measurement of both runs. */
    private record Pair(MeasurementKey key, Measurement before, Measurement after) {}

    private Comparison compare(Set<Aspect> across) {
        List<Difference> differences = Difference.between(before, after);
        refuse(differences.stream().filter(d -> !across.contains(d.aspect())).toList());
        boolean otherThreads = differences.stream().anyMatch(d -> d.aspect() == Aspect.THREADS);
        Map<MeasurementKey, Measurement> first = measured(before, otherThreads);
        Map<MeasurementKey, Measurement> second = measured(after, otherThreads);
        Map<MeasurementKey, Measurement> without = without(after, otherThreads);
        List<Pair> pairs = first.entrySet().stream().filter(e -> second.containsKey(e.getKey()))
                .map(e -> new Pair(MeasurementKey.of(e.getValue()), e.getValue(), second.get(e.getKey()))).toList();
        // where all that they have in common failed, that is what there is to say
        if (pairs.isEmpty() && first.keySet().stream().noneMatch(without::containsKey)) {
            throw new IllegalArgumentException("the two runs have no measurement in common");
        }
        List<ForkSample> samples = pairs.stream().map(this::sample).toList();
        double betweenRuns = oneSession ? 0 : BetweenRuns.of(samples, ceilingDrifts());
        double common = BetweenRuns.common(samples);
        List<Lost> lost = first.entrySet().stream().filter(e -> !second.containsKey(e.getKey()))
                .map(e -> new Lost(MeasurementKey.of(e.getValue()), reason(e.getKey(), second, without))).toList();
        List<Lost> failed = without.entrySet().stream()
                .filter(e -> e.getValue().status().failed() && !first.containsKey(e.getKey()) && !second.containsKey(e.getKey()))
                .map(e -> new Lost(MeasurementKey.of(e.getValue()), words(e.getValue()))).toList();
        List<MeasurementKey> gained = second.keySet().stream().filter(k -> !first.containsKey(k)).toList();
        return new Comparison(before, after, differences, thresholds, betweenRuns, Math.exp(common),
                judge(pairs, samples, betweenRuns, common), lost, gained, failed);
    }

    private static void refuse(List<Difference> differences) {
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("the two runs differ in more than the code: "
                    + differences.stream().map(Difference::text).collect(Collectors.joining("; ")) + "; compare them all the same with --across "
                    + differences.stream().map(d -> d.aspect().label()).distinct().collect(Collectors.joining(",")));
        }
    }

    private static Map<MeasurementKey, Measurement> measured(RunDocument document, boolean anyThreads) {
        Map<MeasurementKey, Measurement> result = new LinkedHashMap<>();
        for (Measurement m : document.measurements()) {
            if (m.status() == Status.MEASURED && m.scoreNanoseconds().length > 0) {
                result.putIfAbsent(key(m, anyThreads), m);
            }
        }
        return result;
    }

    /** The cases of a run that have no time. */
    private static Map<MeasurementKey, Measurement> without(RunDocument document, boolean anyThreads) {
        Map<MeasurementKey, Measurement> result = new LinkedHashMap<>();
        document.measurements().stream().filter(m -> m.status() != Status.MEASURED).forEach(m -> result.putIfAbsent(key(m, anyThreads), m));
        return result;
    }

    /** Runs that have no number of threads in common are compared as if it were one. */
    private static MeasurementKey key(Measurement m, boolean anyThreads) {
        MeasurementKey key = MeasurementKey.of(m);
        return anyThreads && key.threads() > 0 ? key.withThreads(1) : key;
    }

    /** What became of a measurement in the later run. */
    private static String reason(MeasurementKey key, Map<MeasurementKey, Measurement> measured, Map<MeasurementKey, Measurement> without) {
        if (without.containsKey(key)) {
            return words(without.get(key));
        }
        return measured.keySet().stream().filter(k -> k.asUsual().equals(key.asUsual())).findFirst()
                .map(k -> "timed in another way in the later run: " + (k.setting().isEmpty() ? "as usual" : k.setting()))
                .orElse("not among the cases of the later run");
    }

    private static String words(Measurement m) {
        return m.status().words() + ": " + m.reason();
    }

    private ForkSample sample(Pair pair) {
        return ForkSample.of(pair.before.scoreNanoseconds(), pair.after.scoreNanoseconds(), oneSession ? 1 : drift(pair.before));
    }

    /** By which ratio the least time of a shape, as the ceilings of each run have it, moved. */
    private double drift(Measurement m) {
        var operatorClass = OperatorType.of(m.operator()).operatorClass();
        return ceilingsBefore.leastNanoseconds(operatorClass, m.flops(), m.bytes(), m.threads())
                .flatMap(b -> ceilingsAfter.leastNanoseconds(operatorClass, m.flops(), m.bytes(), m.threads()).map(a -> a / b))
                .filter(r -> Double.isFinite(r) && r > 0).orElse(1.0);
    }

    /** Logarithms of the ratios of the ceilings that both runs measured. */
    private List<Double> ceilingDrifts() {
        return before.ceilings().stream().flatMap(b -> after.ceilings().stream()
                .filter(a -> a.name().equals(b.name()) && a.threads() == b.threads() && a.nanoseconds().length > 0
                        && b.nanoseconds().length > 0)
                .map(a -> Math.log(Samples.medianOfForks(a.nanoseconds()).value()
                        / Samples.medianOfForks(b.nanoseconds()).value()))).toList();
    }

    private List<Change> judge(List<Pair> pairs, List<ForkSample> samples, double betweenRuns, double common) {
        ShrunkVariance prior = ForkSample.prior(samples);
        long judged = samples.stream().filter(ForkSample::judgeable).count();
        double[] sigmas = samples.stream().mapToDouble(s -> s.sigma(prior, betweenRuns)).toArray();
        double[] p = new double[pairs.size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = samples.get(i).p(prior, betweenRuns, common, thresholds.falseDiscoveries() / judged);
        }
        double[] q = FalseDiscovery.adjust(p);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            Pair pair = pairs.get(i);
            ForkSample sample = samples.get(i);
            Interval interval = ForkBootstrap.ratio(pair.before.scoreNanoseconds(), pair.after.scoreNanoseconds(), pair.key.text().hashCode());
            Verdict verdict = verdict(sample, common, q[i], interval);
            changes.add(new Change(pair.key, Samples.medianOfForks(pair.before.scoreNanoseconds()),
                    Samples.medianOfForks(pair.after.scoreNanoseconds()),
                    interval, sample.forksBefore(), sample.forksAfter(), sample.drift(), sigmas[i], p[i], q[i], verdict, why(verdict, sample)));
        }
        return changes;
    }

    private Verdict verdict(ForkSample sample, double common, double q, Interval interval) {
        double own = sample.unexplained() - common;
        if (!sample.judgeable() || drifted(sample)) {
            return Verdict.UNDECIDED;
        }
        if (q <= thresholds.falseDiscoveries() && thresholds.tells(Math.exp(own))) {
            return own > 0 ? Verdict.SLOWER : Verdict.FASTER;
        }
        return Verdict.within(interval.low(), interval.high(), thresholds.effect()) ? Verdict.UNCHANGED : Verdict.UNDECIDED;
    }

    private boolean drifted(ForkSample sample) {
        return thresholds.tells(sample.ratio()) && !thresholds.tells(Math.exp(sample.unexplained()));
    }

    private Optional<Undecided> why(Verdict verdict, ForkSample sample) {
        return verdict != Verdict.UNDECIDED ? Optional.empty() : Optional.of(Undecided.because(
                !sample.judgeable() ? Undecided.Reason.ONE_FORK : drifted(sample) ? Undecided.Reason.DRIFT : Undecided.Reason.FORKS));
    }
}
