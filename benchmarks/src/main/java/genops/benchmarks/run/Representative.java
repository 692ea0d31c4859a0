package genops.benchmarks.run;

import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Phase;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The representative suite: for every model, operator class and phase the few shapes that carry most of its work. Work is the time a
 * roofline of {@value #FLOPS_PER_BYTE} FLOPs per byte, the balance of today's CPUs, gives all calls of a shape in one inference.
 */
final class Representative {
    private static final double FLOPS_PER_BYTE = 10;
    /** Shapes are added until they carry this share of the work of their group … */
    private static final double SHARE = 0.6;
    /** … or there are so many of them. */
    private static final int MOST = 2;

    private Representative() {}

    private record Group(String model, OperatorClass operatorClass, Phase phase) {}

    /** The shapes, in the order of the catalog. */
    static Set<Operator> of(Catalog catalog) {
        Map<Group, Map<Operator, Double>> work = new LinkedHashMap<>();
        for (Entry entry : catalog.entries()) {
            work.computeIfAbsent(new Group(entry.model(), entry.type().operatorClass(), entry.phase()), g -> new LinkedHashMap<>())
                    .merge(entry.operator(), entry.calls() * Math.max(entry.flops() / FLOPS_PER_BYTE, entry.bytes()), Double::sum);
        }
        Set<Operator> chosen = new LinkedHashSet<>();
        work.values().forEach(group -> chosen.addAll(heaviest(group)));
        Set<Operator> ordered = new LinkedHashSet<>(catalog.shapes());
        ordered.retainAll(chosen);
        return ordered;
    }

    private static List<Operator> heaviest(Map<Operator, Double> work) {
        double total = work.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map.Entry<Operator, Double>> sorted = new ArrayList<>(work.entrySet());
        sorted.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        List<Operator> chosen = new ArrayList<>();
        double covered = 0;
        for (Map.Entry<Operator, Double> shape : sorted) {
            if (chosen.size() == MOST || covered >= SHARE * total) {
                break;
            }
            chosen.add(shape.getKey());
            covered += shape.getValue();
        }
        return chosen;
    }
}
