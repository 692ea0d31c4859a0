package genops.benchmarks.ab;

import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.statistics.PairedFork;
import genops.results.statistics.PairedForks;
import genops.results.statistics.PairedForks.Ratio;
import genops.results.statistics.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The forks of one case, and what they tell. */
final class ForkSeries {
    /** What would take longer is not decided by forks. */
    private static final int MOST_FORKS_TOLD = 100_000;

    private final PairedCase wanted;
    private final Looks looks;
    private final Thresholds thresholds;
    private final List<PairedFork> forks = new ArrayList<>();
    private final List<Double> base = new ArrayList<>();
    private final List<Double> candidate = new ArrayList<>();
    private final List<Double> foreign = new ArrayList<>();
    private double seconds;
    private int tried;
    private Optional<String> failure = Optional.empty();

    /**
     * @param looks after which numbers of forks it is looked at
     * @param thresholds of a single look
     */
    ForkSeries(PairedCase wanted, Looks looks, Thresholds thresholds) {
        this.wanted = wanted;
        this.looks = looks;
        this.thresholds = thresholds;
    }

    PairedCase wanted() {
        return wanted;
    }

    /** Forks that were timed. */
    int count() {
        return forks.size();
    }

    /** Seconds that a fork takes; 0 before the first. */
    double forkSeconds() {
        return tried == 0 ? 0 : seconds / tried;
    }

    /** Whether B is made ready before A in the next fork: by chance, and in every second fork the other way round than in the one before. */
    boolean nextReversed(RandomGenerator random) {
        return forks.size() % 2 == 1 ? !forks.getLast().reversed() : random.nextBoolean();
    }

    /** Takes in what came of a fork. */
    void add(PairFork.Outcome outcome, boolean reversed) {
        seconds += outcome.seconds();
        tried++;
        failure = outcome.failure();
        outcome.times().ifPresent(times -> {
            forks.add(PairedFork.of(times.candidate(), times.base(), reversed));
            base.add(Samples.median(boxed(times.base())));
            candidate.add(Samples.median(boxed(times.candidate())));
            foreign.add(times.foreign());
        });
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** Whether it is time to look, since so many forks were timed, or it failed. */
    boolean atLook() {
        return failure.isPresent() || looks.at(forks.size());
    }

    /** Whether more forks are worth their time. */
    boolean open() {
        return failure.isEmpty() && forks.size() < looks.most() && (forks.isEmpty() || verdict(ratio()) == Verdict.UNDECIDED);
    }

    /** Forks that are missing until it is probably decided; many where that is not known. */
    int missing() {
        return forks.isEmpty() ? MOST_FORKS_TOLD : forksToDecide(ratio()).orElse(MOST_FORKS_TOLD) - forks.size();
    }

    /** What it tells now, be it time to look or be the time over. */
    PairedResult result() {
        Optional<Ratio> ratio = forks.isEmpty() ? Optional.empty() : Optional.of(ratio());
        Optional<Verdict> verdict = failure.isPresent() ? Optional.empty() : Optional.of(ratio.map(this::verdict).orElse(Verdict.UNDECIDED));
        OptionalInt needed = verdict.equals(Optional.of(Verdict.UNDECIDED)) && ratio.isPresent() ? forksToDecide(ratio.get())
                : OptionalInt.empty();
        return new PairedResult(wanted, forks, failure, ratio, verdict, median(base), median(candidate), needed, forkSeconds(),
                foreign.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
    }

    private static double median(List<Double> values) {
        return values.isEmpty() ? Double.NaN : Samples.median(values);
    }

    private Ratio ratio() {
        return PairedForks.ratio(forks, thresholds.falseDiscoveries());
    }

    private Verdict verdict(Ratio ratio) {
        return Verdict.of(ratio.interval().low(), ratio.interval().high(), thresholds.effect());
    }

    /**
     * Forks by which, were the ratio what it seems to be now, the interval would leave out 1 or lie within the smallest effect, whichever
     * takes fewer.
     */
    private OptionalInt forksToDecide(Ratio ratio) {
        double off = Math.abs(Math.log(ratio.value()));
        double room = Math.max(off, Math.log1p(thresholds.effect()) - off);
        return IntStream.iterate(forks.size() + 1, n -> n <= MOST_FORKS_TOLD, n -> n + Math.max(1, n / 50))
                .filter(n -> PairedForks.halfWidth(ratio.deviation(), n, thresholds.falseDiscoveries()) <= room).findFirst();
    }
}
