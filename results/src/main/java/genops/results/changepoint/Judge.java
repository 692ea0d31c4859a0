package genops.results.changepoint;

import genops.results.changepoint.CommonLevel.Adjusted;
import genops.results.changepoint.Departure.State;
import genops.results.changepoint.Judgement.Missing;
import genops.results.changepoint.Standing.Pending;
import genops.results.changepoint.Standing.Reason;
import genops.results.changepoint.Steps.Step;
import genops.results.comparison.Lost;
import genops.results.comparison.Thresholds;
import genops.results.document.MeasurementKey;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges the newest run of a history against the nights before, series by series.
 *
 * <p>The baseline of a series is its last {@value Window#LONGEST} sound nights on the same hardware since its last step, {@value #CONFIRMING}
 * nights ago and more. What is judged are the newest {@value #CONFIRMING} sound nights together, by a t test of their median whose variance is
 * {@link genops.results.statistics.ShrunkVariance shrunk} towards that of all series, which counts nights that resemble each other for less, and
 * which is corrected for the number of series. Confirmed is a departure that this test finds and all of these nights share, each on the
 * same side by a standard deviation. A single outlier, or two, confirm nothing. A departure of the newest night alone is suspected, and not decided.
 * What all measurements of a night share ({@link CommonLevel}) is judged by itself.
 *
 * <p>Ratios to a reference are judged in the same way, among themselves, on all hardware and in suspect runs too: what the machine does it does to
 * both builds.
 */
public final class Judge {
    /** Nights that must agree. */
    public static final int CONFIRMING = 3;
    /** Nights a baseline has at least. */
    public static final int SHORTEST = 4;

    private final Thresholds thresholds;
    private final Function<History, List<Adjusted>> series;

    /**
     * Judges series of one kind.
     *
     * @param series takes them from a history
     */
    private Judge(Thresholds thresholds, Function<History, List<Adjusted>> series) {
        this.thresholds = thresholds;
        this.series = series;
    }

    /**
     * Judges the newest run.
     *
     * @throws IllegalArgumentException where the history has no run
     */
    public static Judgement newest(History history, Thresholds thresholds) {
        Run newest = history.newest().orElseThrow(() -> new IllegalArgumentException("the history has no run"));
        Judge times = new Judge(thresholds, CommonLevel::takenOff);
        Judged ofTimes = newest.isSuspect() ? times.unknown(history) : times.judged(history);
        Judged ofRatios = new Judge(thresholds.ofRatios(), CommonLevel::ofRatios).judged(history);
        List<Standing> standings = Stream.of(ofTimes, ofRatios).flatMap(j -> j.standings.stream()).toList();
        List<Departure> departures = Stream.of(ofTimes, ofRatios).flatMap(j -> j.departures.stream())
                .sorted(Comparator.comparingDouble(d -> -Math.abs(Math.log(d.ratio())))).toList();
        return judgement(history, newest, standings, departures, newest.isSuspect() ? "the run is suspect: " + newest.suspect() : "");
    }

    /** What is said of the series of one kind. */
    private record Judged(List<Standing> standings, List<Departure> departures) {}

    private List<Adjusted> current(History history) {
        Run newest = history.runs().getLast();
        return series.apply(history).stream().filter(s -> s.series().points().getLast().run() == newest).toList();
    }

    /** Of a suspect run. */
    private Judged unknown(History history) {
        return new Judged(current(history).stream().map(s -> Standing.unknown(s.series(), Pending.because(Reason.SUSPECT_RUN))).toList(), List.of());
    }

    private Judged judged(History history) {
        List<Adjusted> current = current(history);
        List<Window> windows = current.parallelStream().map(s -> window(s, CONFIRMING)).toList();
        List<Window> judgeable = windows.stream().filter(Window::judgeable).toList();
        List<Departure> departures = new ArrayList<>(departures(judgeable, State.CONFIRMED));
        // by identity: the hash of a series is that of all its points
        Set<Series> confirmed = Collections.newSetFromMap(new IdentityHashMap<>());
        departures.forEach(d -> confirmed.add(d.series()));
        List<Window> last = current.parallelStream().filter(s -> !confirmed.contains(s.series())).map(s -> window(s, 1))
                .filter(Window::judgeable).toList();
        departures.addAll(departures(last, State.SUSPECTED));
        return new Judged(standings(windows, judgeable, departures), markKnown(departures, history));
    }

    /** How each series stands. */
    private List<Standing> standings(List<Window> windows, List<Window> judgeable, List<Departure> departures) {
        Map<Series, Departure> departing = new IdentityHashMap<>();
        departures.forEach(d -> departing.put(d.series(), d));
        Optional<Panel> panel = panel(judgeable);
        return windows.stream().map(w -> {
            int nights = w.baseline().size() + w.newest().size();
            return !w.judgeable() ? Standing.unknown(w.series(), Pending.until(Reason.BASELINE, SHORTEST + CONFIRMING - nights))
                    : panel.orElseThrow().standing(w, Optional.ofNullable(departing.get(w.series())));
        }).toList();
    }

    private Optional<Panel> panel(List<Window> windows) {
        return windows.isEmpty() ? Optional.empty() : Optional.of(new Panel(windows, thresholds));
    }

    private List<Departure> departures(List<Window> windows, State state) {
        return panel(windows).map(p -> p.departures(state)).orElse(List.of());
    }

    /** Times tell nothing of a suspect run, but what it lost it lost. */
    private static Judgement judgement(History history, Run newest, List<Standing> standings, List<Departure> departures,
            String notJudged) {
        List<Missing> missing = missing(history, newest);
        Set<MeasurementKey> told = missing.stream().map(m -> m.series().key()).collect(Collectors.toSet());
        List<Lost> failed = newest.withoutTime().entrySet().stream().filter(e -> e.getValue().status().failed() && !told.contains(e.getKey()))
                .map(e -> new Lost(e.getKey(), e.getValue().text())).toList();
        List<MeasurementKey> present = history.series().stream().filter(s -> s.points().getLast().run() == newest).map(Series::key).toList();
        return new Judgement(newest, standings, departures, missing, present, failed, notJudged);
    }

    /** Those that the run before had confirmed already are not told again. */
    private List<Departure> markKnown(List<Departure> departures, History history) {
        if (departures.stream().noneMatch(d -> d.state() == State.CONFIRMED)) {
            return departures;
        }
        History earlier = history.withoutNewest();
        List<Window> windows = series.apply(earlier).stream().filter(s -> !s.series().sound().isEmpty()).map(s -> window(s, CONFIRMING))
                .filter(Window::judgeable).toList();
        Set<String> known = departures(windows, State.CONFIRMED).stream().map(Judge::name).collect(Collectors.toSet());
        return departures.stream().map(d -> d.state() == State.CONFIRMED && known.contains(name(d))
                ? new Departure(d.series(), State.KNOWN, d.before(), d.after(), d.q(), d.lastBefore(), d.firstAfter(), d.differences())
                : d).toList();
    }

    private static String name(Departure departure) {
        return departure.series().text() + departure.slower();
    }

    private static List<Missing> missing(History history, Run newest) {
        List<Run> sound = history.runs().stream().filter(r -> !r.isSuspect() && r != newest && r.hardware().equals(newest.hardware())).toList();
        return sound.isEmpty() ? List.of() : history.series().stream().filter(s -> s.points().getLast().run() == sound.getLast())
                .map(s -> new Missing(s, reason(s.key(), newest))).toList();
    }

    private static String reason(MeasurementKey key, Run newest) {
        return Optional.ofNullable(newest.withoutTime().get(key)).map(Run.Untimed::text).orElse("not among the cases of the newest run");
    }

    private Window window(Adjusted series, int count) {
        List<Point> sound = series.adjusted().sound();
        String hardware = sound.getLast().run().hardware();
        List<Point> same = series.series().isOfRatios() ? sound : sound.stream().filter(p -> p.run().hardware().equals(hardware)).toList();
        int split = Math.max(0, same.size() - count);
        List<Point> before = same.subList(Math.max(0, split - Window.LONGEST), split);
        double[] logs = ChangePoints.logs(before);
        List<Step> steps = before.size() < SHORTEST ? List.of() : Steps.of(logs, Math.log1p(thresholds.effect()));
        int from = steps.isEmpty() || before.size() - steps.getLast().index() < SHORTEST ? 0 : steps.getLast().index();
        List<Point> baseline = before.subList(from, before.size());
        double[] drawnIn = Outliers.drawnIn(Arrays.copyOfRange(logs, from, logs.length));
        double level = drawnIn.length == 0 ? 0 : Outliers.median(drawnIn);
        return new Window(series.series(), baseline, same.subList(split, same.size()), Arrays.stream(drawnIn).map(x -> x - level).toArray());
    }
}
