package genops.results.changepoint;

import genops.results.changepoint.Departure.State;
import genops.results.changepoint.Standing.Pending;
import genops.results.changepoint.Standing.Reason;
import genops.results.comparison.Difference;
import genops.results.comparison.Levels;
import genops.results.comparison.StudentTest;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.history.Run;
import genops.results.statistics.FalseDiscovery;
import genops.results.statistics.ShrunkVariance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Windows that are judged together: they share what is known of variances and of how much nights resemble each other, and the correction for
 * their number.
 */
final class Panel {
    /** Further nights that are tried. */
    private static final List<Integer> NIGHTS = List.of(1, 2, 4, 8, 16);

    private final List<Window> windows;
    private final ShrunkVariance prior;
    private final double coefficient;
    private final Thresholds thresholds;
    private final Levels levels;
    private final List<Forecast> forecasts;

    /** At least one window; all are judgeable. */
    Panel(List<Window> windows, Thresholds thresholds) {
        this.windows = List.copyOf(windows);
        this.thresholds = thresholds;
        prior = ShrunkVariance.fit(windows.stream().mapToDouble(Window::variance).toArray(), windows.stream().mapToInt(Window::degrees).toArray());
        Autocorrelation autocorrelation = new Autocorrelation();
        windows.forEach(w -> autocorrelation.add(w.standardised()));
        double length = windows.stream().mapToInt(w -> w.baseline().size()).average().orElseThrow();
        coefficient = autocorrelation.coefficient(length);
        levels = Levels.of(windows.stream().map(this::test).toList(), thresholds);
        forecasts = NIGHTS.stream().map(n -> forecast(n, autocorrelation.coefficient(length + n))).toList();
    }

    /** Those whose newest nights are not where the nights before were. */
    List<Departure> departures(State state) {
        double[] q = FalseDiscovery.adjust(windows.stream().mapToDouble(w -> test(w).changed()).toArray());
        List<Departure> found = new ArrayList<>();
        for (int i = 0; i < q.length; i++) {
            Window window = windows.get(i);
            Verdict verdict = levels.verdict(test(window));
            if ((verdict == Verdict.SLOWER || verdict == Verdict.FASTER) && surely(window)) {
                Run before = window.baseline().getLast().run();
                Run after = window.newest().getFirst().run();
                found.add(new Departure(window.series(), state, Math.exp(window.level()), Math.exp(window.level() + window.departure()), q[i],
                        before, after, Difference.between(before.machine(), after.machine())));
            }
        }
        return found;
    }

    /** Whether every night agrees; the level that all series share wanders, and must be off by the smallest effect. */
    private boolean surely(Window window) {
        double effect = window.series().key().equals(CommonLevel.ALL) ? Math.log1p(thresholds.effect()) : 0;
        return window.agrees(prior, effect / 2) && Math.abs(window.departure()) >= effect;
    }

    private StudentTest test(Window window) {
        return window.test(prior, coefficient);
    }

    /**
     * How a series stands.
     *
     * @param departure what was found of it by the newest nights or by the newest alone; empty where nothing was
     */
    Standing standing(Window window, Optional<Departure> departure) {
        Verdict verdict = departure.map(d -> d.state() == State.SUSPECTED ? Verdict.UNDECIDED : d.slower() ? Verdict.SLOWER : Verdict.FASTER)
                .orElseGet(() -> unchanged(window) ? Verdict.UNCHANGED : Verdict.UNDECIDED);
        return new Standing(window.series(), verdict, levels.interval(test(window)), verdict != Verdict.UNDECIDED ? Optional.empty()
                : Optional.of(departure.isPresent() ? Pending.until(Reason.SUSPECTED, Judge.CONFIRMING - 1) : pending(window)));
    }

    /** The newest nights together surely are where the baseline was, and the newest of them is not far off. */
    private boolean unchanged(Window window) {
        double last = Math.abs(window.departures()[window.newest().size() - 1]);
        return levels.verdict(test(window)) == Verdict.UNCHANGED && last <= Math.log1p(thresholds.effect());
    }

    /** What so many further nights would make of all windows. */
    private record Forecast(int nights, double coefficient, Levels levels) {}

    private Forecast forecast(int nights, double resemblance) {
        return new Forecast(nights, resemblance, Levels.of(windows.stream().map(w -> w.forecast(prior, resemblance, nights)).toList(), thresholds));
    }

    private Pending pending(Window window) {
        return forecasts.stream().filter(f -> window.baseline().size() + f.nights <= Window.LONGEST)
                .filter(f -> f.levels.verdict(window.forecast(prior, f.coefficient, f.nights)) != Verdict.UNDECIDED).findFirst()
                .map(f -> Pending.until(Reason.NIGHTS, f.nights)).orElseGet(() -> Pending.because(Reason.NOISE));
    }
}
