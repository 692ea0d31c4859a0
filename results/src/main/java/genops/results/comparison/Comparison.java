package genops.results.comparison;

import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
 * @param failed what failed in the later run, and has no time in the earlier one either
 */
public record Comparison(RunDocument before, RunDocument after, List<Difference> differences, Thresholds thresholds,
        double betweenRuns, double common, List<Change> changes, List<Lost> lost, List<MeasurementKey> gained,
        List<Lost> failed) {

    public Comparison {
        differences = List.copyOf(differences);
        changes = List.copyOf(changes);
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
        failed = List.copyOf(failed);
    }

    /** Whether the later run lacks times that it should have. */
    public boolean anyLost() {
        return !lost.isEmpty() || !failed.isEmpty();
    }

    /** What the later run has a time of. */
    public List<MeasurementKey> present() {
        return Stream.concat(changes.stream().map(Change::key), gained.stream()).toList();
    }

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
