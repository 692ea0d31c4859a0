package genops.results.sweep;

import genops.results.statistics.UncertainSum;
import java.util.List;
import java.util.Optional;

/**
 * One group of calls over all values of a sweep's argument.
 *
 * @param group name of the group
 * @param flops of one inference at each value
 * @param nanoseconds of one inference at each value, without what is unknown
 * @param unknown number of shapes at each value whose time is unknown
 * @param estimatedShares share of the time at each value that was not measured but estimated
 */
public record Series(String group, List<Double> flops, List<UncertainSum> nanoseconds, List<Integer> unknown,
        List<Double> estimatedShares) {

    public Series {
        flops = List.copyOf(flops);
        nanoseconds = List.copyOf(nanoseconds);
        unknown = List.copyOf(unknown);
        estimatedShares = List.copyOf(estimatedShares);
    }

    /** The times without their errors. */
    public List<Double> times() {
        return nanoseconds.stream().map(UncertainSum::value).toList();
    }

    /**
     * Where one curve crosses another for the first time, interpolated between the two values around it as if both were powers of the
     * argument; empty where they do not cross.
     *
     * @param values the argument, ascending and positive
     * @param first positive values of one curve
     * @param second positive values of the other
     */
    public static Optional<Double> crossing(List<Integer> values, List<Double> first, List<Double> second) {
        for (int i = 1; i < values.size(); i++) {
            double before = Math.log(first.get(i - 1) / second.get(i - 1));
            double after = Math.log(first.get(i) / second.get(i));
            if (Double.isFinite(before) && Double.isFinite(after) && before * after <= 0 && before != after) {
                double low = Math.log(values.get(i - 1));
                return Optional.of(Math.exp(low + before / (before - after) * (Math.log(values.get(i)) - low)));
            }
        }
        return Optional.empty();
    }
}
