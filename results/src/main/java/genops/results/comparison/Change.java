package genops.results.comparison;

import genops.results.document.MeasurementKey;
import genops.results.statistics.Estimate;
import genops.results.statistics.ForkBootstrap.Interval;
import java.util.Optional;

/**
 * One measurement in two runs.
 *
 * @param key the measurement, as in the earlier run
 * @param before time of one call in the earlier run, in nanoseconds
 * @param after time of one call in the later run
 * @param interval the interval of {@code after / before} that the verdict rests on
 * @param forksBefore forks of the earlier run
 * @param forksAfter forks of the later run
 * @param drift the ratio by which the machine's own ceiling for this shape moved; 1 where it was not measured in both
 * @param sigma standard error of the logarithm of the ratio, with the noise between runs; NaN where not judged
 * @param p probability of such a difference by chance; NaN where not judged
 * @param q the same, corrected for the number of comparisons
 * @param verdict what follows
 * @param undecided why it is not decided; empty where it is
 */
public record Change(MeasurementKey key, Estimate before, Estimate after, Interval interval, int forksBefore, int forksAfter,
        double drift, double sigma, double p, double q, Verdict verdict, Optional<Undecided> undecided) {

    /** Time after over time before: above 1 is slower. */
    public double ratio() {
        return after.value() / before.value();
    }
}
