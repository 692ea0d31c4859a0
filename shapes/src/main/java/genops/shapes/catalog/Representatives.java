package genops.shapes.catalog;

import genops.shapes.model.Phase;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the shapes of a short run: for every model and operator class those that carry most of its work. Work is FLOPs, or bytes
 * where memory bounds. Attention is chosen by its kind and its part in the network, linear layers by phase; every operator that occurs
 * is there at least once. A shape already chosen for another model is preferred where it carries at least half of the work of
 * the largest, and a call beyond {@link #LARGEST_FLOPS} or {@link #LARGEST_BYTES} is passed over where there is a smaller one.
 */
final class Representatives {
    /** About a second on two cores. */
    static final long LARGEST_FLOPS = 200_000_000_000L;
    /** In fp32. */
    static final long LARGEST_BYTES = 1L << 30;

    private static final double AS_GOOD_AS_THE_LARGEST = 0.5;

    private record Group(String model, OperatorClass operatorClass, String part) {}

    private final Set<Operator> chosen = new LinkedHashSet<>();

    private Representatives() {}

    static Set<Operator> choose(List<Entry> entries, int perGroup) {
        Representatives representatives = new Representatives();
        Map<Group, List<Entry>> groups = entries.stream()
                .collect(Collectors.groupingBy(Representatives::group, LinkedHashMap::new, Collectors.toList()));
        groups.values().forEach(group -> representatives.take(group, perGroup));
        Map<OperatorType, List<Entry>> types = entries.stream()
                .collect(Collectors.groupingBy(Entry::type, LinkedHashMap::new, Collectors.toList()));
        types.forEach((type, ofType) -> {
            if (representatives.chosen.stream().noneMatch(o -> o.type() == type)) {
                representatives.take(ofType, 1);
            }
        });
        return representatives.chosen;
    }

    private static Group group(Entry e) {
        OperatorClass operatorClass = e.type().operatorClass();
        String part = switch (operatorClass) {
            case ATTENTION -> e.attentionKind().orElseThrow() + " " + e.kind();
            case LINEAR -> e.phase().label();
            default -> "";
        };
        return new Group(e.model(), operatorClass, part);
    }

    private void take(List<Entry> group, int count) {
        boolean anySmall = group.stream().anyMatch(e -> isSmall(e.operator()));
        Map<Operator, Double> work = new LinkedHashMap<>();
        group.stream().filter(e -> isSmall(e.operator()) || !anySmall)
                .forEach(e -> work.merge(e.operator(), work(e), Double::sum));
        for (int i = 0; i < count && !work.isEmpty(); i++) {
            Operator largest = work.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
            double enough = AS_GOOD_AS_THE_LARGEST * work.get(largest);
            Operator taken = work.entrySet().stream()
                    .filter(e -> chosen.contains(e.getKey()) && e.getValue() >= enough)
                    .max(Comparator.comparingDouble(Map.Entry::getValue))
                    .map(Map.Entry::getKey).orElse(largest);
            chosen.add(taken);
            work.remove(taken);
        }
    }

    private static boolean isSmall(Operator operator) {
        return operator.flops() <= LARGEST_FLOPS && operator.bytes(Float.BYTES) <= LARGEST_BYTES;
    }

    private static double work(Entry e) {
        boolean computeBound = switch (e.type().operatorClass()) {
            case ATTENTION -> e.attentionKind().orElseThrow() == AttentionKind.PREFILL_LIKE;
            case LINEAR, CONVOLUTION -> e.phase() == Phase.PREFILL_LIKE;
            case NORMALISATION, ACTIVATION, ELEMENTWISE, LAYOUT -> false;
        };
        return e.calls() * (computeBound ? e.flops() : e.bytes());
    }
}
