package genops.shapes.catalog;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses some shapes of each operator class, spread over their sizes: sorted by FLOPs, and by bytes where those are equal, the shapes
 * of a class are cut into as many parts of equal length as are wanted, and of each part one is drawn. The same shapes give the same
 * sample.
 */
final class Sample {
    private static final long SEED = 20231214;
    private static final Comparator<Operator> BY_SIZE = Comparator.comparingLong(Operator::flops)
            .thenComparing(o -> o.bytes(Float.BYTES)).thenComparing(o -> o.type().label()).thenComparing(Operator::text);

    private Sample() {}

    /** Of each class {@code perClass} shapes, or all where there are no more. */
    static Set<Operator> choose(Collection<Operator> shapes, int perClass) {
        Map<OperatorClass, List<Operator>> classes = shapes.stream().sorted(BY_SIZE)
                .collect(Collectors.groupingBy(o -> o.type().operatorClass(), () -> new EnumMap<>(OperatorClass.class), Collectors.toList()));
        Set<Operator> chosen = new HashSet<>();
        classes.forEach((operatorClass, sorted) -> {
            // of its own for each class, so that leaving out a class changes no other
            Random random = new Random(SEED + operatorClass.ordinal());
            int count = Math.min(perClass, sorted.size());
            for (int i = 0; i < count; i++) {
                int first = i * sorted.size() / count;
                int end = (i + 1) * sorted.size() / count;
                chosen.add(sorted.get(random.nextInt(first, end)));
            }
        });
        return chosen;
    }
}
