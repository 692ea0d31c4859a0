package genops.results.changepoint;

import genops.results.changepoint.Departure.State;
import genops.results.comparison.Lost;
import genops.results.comparison.Verdict;
import genops.results.document.MeasurementKey;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.List;

/**
 * What the newest run of a history says against the nights before.
 *
 * @param newest the run that was judged
 * @param standings one for each series of the newest run
 * @param departures what departs from its baseline, the largest change first
 * @param missing series that the sound run before had and the newest has not, each with the reason
 * @param present what the newest run has a time of
 * @param failed what failed in the newest run and is none of these series
 * @param notJudged why nothing was judged: the newest run is suspect; empty where it was
 */
public record Judgement(Run newest, List<Standing> standings, List<Departure> departures, List<Missing> missing,
        List<MeasurementKey> present, List<Lost> failed, String notJudged) {

    public Judgement {
        standings = List.copyOf(standings);
        departures = List.copyOf(departures);
        missing = List.copyOf(missing);
        present = List.copyOf(present);
        failed = List.copyOf(failed);
    }

    /**
     * A series that ended with the run before.
     *
     * @param series the series
     * @param reason what became of it in the newest run, in one line
     */
    public record Missing(Series series, String reason) {}

    /** Whether the newest run lacks times that it should have. */
    public boolean anyLost() {
        return !missing.isEmpty() || !failed.isEmpty();
    }

    /** The measurements that are missing. */
    public List<Lost> lost() {
        return missing.stream().map(m -> new Lost(m.series.key(), m.reason)).toList();
    }

    /** How many series have this verdict. */
    public long count(Verdict verdict) {
        return standings.stream().filter(s -> s.verdict() == verdict).count();
    }

    /** What is newly and surely slower: what a nightly job must fail on. */
    public List<Departure> regressions() {
        return departures.stream().filter(d -> d.state() == State.CONFIRMED && d.slower()).toList();
    }

    /** What is newly and surely faster. */
    public List<Departure> improvements() {
        return departures.stream().filter(d -> d.state() == State.CONFIRMED && !d.slower()).toList();
    }
}
