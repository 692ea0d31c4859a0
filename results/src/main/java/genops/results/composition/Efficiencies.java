package genops.results.composition;

import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * Efficiencies of measured shapes, least time by the roofline over measured time, in groups from the narrowest to the widest. An estimate
 * comes from the narrowest group that has a member, its error from the narrowest that has enough of them to show a spread.
 */
final class Efficiencies {
    /** Below this number the spread of a group is not known. */
    private static final int FEWEST = 3;
    /** Quantile of the normal distribution for a two-sided 95 % interval. */
    private static final double TWO_SIDED_95 = 1.96;

    private static final String ALL = "shapes";

    private final Map<String, List<Double>> groups = new HashMap<>();

    void add(OperatorType type, boolean computeBound, double efficiency) {
        names(type, computeBound).forEach(name -> groups.computeIfAbsent(name, k -> new ArrayList<>()).add(efficiency));
        groups.computeIfAbsent(ALL, k -> new ArrayList<>()).add(efficiency);
    }

    /** Estimates a call. */
    CallTime estimate(OperatorType type, boolean computeBound, double leastNanoseconds) {
        for (String name : names(type, computeBound)) {
            List<Double> members = groups.get(name);
            if (members != null) {
                double nanoseconds = leastNanoseconds / Samples.median(members);
                return new CallTime.Estimated(new Estimate(nanoseconds, nanoseconds * relativeError(type, computeBound)),
                        members.size() + " measured " + name);
            }
        }
        return new CallTime.Unknown("no " + type.operatorClass().label() + " operator was measured");
    }

    private static List<String> names(OperatorType type, boolean computeBound) {
        return List.of((computeBound ? "compute-bound" : "memory-bound") + " shapes of " + type.label(), "shapes of " + type.label(),
                "shapes of class " + type.operatorClass().label());
    }

    private double relativeError(OperatorType type, boolean computeBound) {
        return Stream.concat(names(type, computeBound).stream(), Stream.of(ALL)).map(name -> groups.getOrDefault(name, List.of()))
                .filter(members -> members.size() >= FEWEST).findFirst()
                .map(members -> TWO_SIDED_95 * StandardDeviation.of(members.stream().mapToDouble(Math::log).toArray()).getAsDouble())
                .orElse(Double.POSITIVE_INFINITY);
    }
}
