package genops.results.comparison;

import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import java.util.Comparator;
import java.util.List;

/**
 * Two runs, measurement by measurement.
 *
 * @param before the earlier run
 * @param after the later run
 * @param differences in what they differ apart from the code; allowed by whoever asked
 * @param thresholds what was worth telling
 * @param betweenRuns standard deviation of the logarithm of a time from run to run beyond what its forks show
 * @param common the ratio that all measurements share, their median; 1 where there are too few to know. A measurement is told as changed
 *     by what it departs from this
 * @param changes one for each measurement that both have
 * @param lost measurements of the earlier run without a time in the later one
 * @param gained measurements that only the later run has
 */
public record Comparison(RunDocument before, RunDocument after, List<Difference> differences, Thresholds thresholds,
        double betweenRuns, double common, List<Change> changes, List<Lost> lost, List<MeasurementKey> gained) {

    public Comparison {
        differences = List.copyOf(differences);
        changes = List.copyOf(changes);
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
    }

    /**
     * A measurement that the later run does not have.
     *
     * @param key the measurement
     * @param reason what became of it, in one line
     */
    public record Lost(MeasurementKey key, String reason) {}

    /** Whether anything, or everything together, became slower. */
    public boolean anySlower() {
        return !of(Verdict.SLOWER).isEmpty() || common > 1 && thresholds.tells(common);
    }

    /** What became slower, the largest change first. */
    public List<Change> slower() {
        return of(Verdict.SLOWER).stream().sorted(Comparator.comparingDouble(Change::ratio).reversed()).toList();
    }

    /** What became faster, the largest change first. */
    public List<Change> faster() {
        return of(Verdict.FASTER).stream().sorted(Comparator.comparingDouble(Change::ratio)).toList();
    }

    /** The changes with this verdict, in order of measurement. */
    public List<Change> of(Verdict verdict) {
        return changes.stream().filter(c -> c.verdict() == verdict).toList();
    }
}
