package genops.results.comparison;

import genops.results.comparison.Undecided.Reason;
import java.util.List;

/**
 * Why measurements are not decided, and how many forks it would take. A forecast takes the noise of a measurement
 * as it is seen, and all measurements to have so many forks: the more of them are decided, the less the correction for their number asks.
 */
final class Outlook {
    /** Forks a side that are tried. More are not worth their time: {@code ab} needs less. */
    private static final List<Integer> FORKS = List.of(3, 5, 10, 20, 50);
    /** As good as infinitely many. */
    private static final int ENDLESS = 1_000_000;

    private final Background background;
    private final Levels now;
    private final List<Forecast> forecasts;
    private final Forecast endless;

    /**
     * The outlook on measurements that are judged together.
     *
     * @param judged all that have two forks or more on both sides
     * @param now at which levels they were judged
     */
    Outlook(List<ForkSample> judged, Background background, Levels now) {
        this.background = background;
        this.now = now;
        forecasts = FORKS.stream().map(n -> forecast(judged, n)).toList();
        endless = forecast(judged, ENDLESS);
    }

    /** The levels at which measurements would be judged with so many forks a side. */
    private record Forecast(int forks, Levels levels) {}

    private Forecast forecast(List<ForkSample> judged, int forks) {
        return new Forecast(forks, Levels.of(judged.stream().map(s -> s.forecast(background, forks)).toList(), now.thresholds()));
    }

    /** Why a measurement is not decided. */
    Undecided of(ForkSample sample) {
        if (sample.drift() != 1 && now.verdict(sample.withoutDrift().test(background)) != Verdict.UNDECIDED) {
            return Undecided.because(Reason.DRIFT);
        }
        int forks = Math.min(sample.forksBefore(), sample.forksAfter());
        return forecasts.stream().filter(f -> f.forks > forks && decides(f, sample)).findFirst().map(f -> Undecided.until(f.forks))
                .orElseGet(() -> Undecided.because(decides(endless, sample) ? Reason.FORKS : Reason.RUNS));
    }

    private boolean decides(Forecast forecast, ForkSample sample) {
        return forecast.levels.verdict(sample.forecast(background, forecast.forks)) != Verdict.UNDECIDED;
    }
}
