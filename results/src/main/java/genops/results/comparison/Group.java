package genops.results.comparison;

import genops.results.document.MeasurementKey;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measurements of one operator, model or kernel.
 *
 * @param name its name
 * @param changes its measurements that both runs have
 * @param lost how many more the earlier run has
 */
public record Group(String name, List<Change> changes, int lost) {
    /** Quantile of the normal distribution for a two-sided 95 % interval. */
    private static final double TWO_SIDED_95 = 1.96;

    public Group {
        changes = List.copyOf(changes);
    }

    /** One group for each operator. */
    public static List<Group> byOperator(Comparison comparison) {
        return by(comparison, k -> Set.of(k.operator()));
    }

    /** One group for each kernel. */
    public static List<Group> byKernel(Comparison comparison) {
        return by(comparison, k -> Set.of(k.kernel()));
    }

    /** One group for each model of the catalog that uses a shape that was measured; a shape counts in every model that uses it. */
    public static List<Group> byModel(Comparison comparison, Catalog catalog) {
        record Shape(String operator, String text) {}
        Map<Shape, Set<String>> models = catalog.entries().stream().collect(Collectors.groupingBy(
                e -> new Shape(e.type().label(), e.shape()), Collectors.mapping(Entry::model, Collectors.toSet())));
        return by(comparison, k -> models.getOrDefault(new Shape(k.operator(), k.shape()), Set.of()));
    }

    private static List<Group> by(Comparison comparison, Function<MeasurementKey, Set<String>> names) {
        Map<String, List<Change>> groups = new LinkedHashMap<>();
        comparison.changes().forEach(c -> names.apply(c.key()).stream().sorted()
                .forEach(name -> groups.computeIfAbsent(name, k -> new ArrayList<>()).add(c)));
        return groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue(),
                (int) comparison.lost().stream().filter(l -> names.apply(l.key()).contains(e.getKey())).count())).toList();
    }

    /**
     * Geometric mean of the ratios, with the half-width of its 95 % interval; that is infinite where a measurement of a single fork is
     * among them.
     */
    public Estimate geometricMean() {
        double mean = Samples.geometricMean(changes.stream().map(Change::ratio).toList());
        double squares = changes.stream().mapToDouble(c -> c.sigma() * c.sigma()).sum();
        return new Estimate(mean, Double.isNaN(squares) ? Double.POSITIVE_INFINITY
                : mean * TWO_SIDED_95 * Math.sqrt(squares) / changes.size());
    }

    /** How many of its measurements have this verdict. */
    public long count(Verdict verdict) {
        return changes.stream().filter(c -> c.verdict() == verdict).count();
    }
}
