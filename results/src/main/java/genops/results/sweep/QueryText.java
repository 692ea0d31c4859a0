package genops.results.sweep;

import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The sweep over query rows that a run measured, as text: what flash attention gains at every value, for each stack by itself. */
public final class QueryText {
    /** Fewer points are no curve. */
    private static final int FEWEST = 2;

    private QueryText() {}

    /** A table for each stack and number that grows, of which two values or more were measured; nothing where there is none. */
    public static String of(RunDocument document) {
        StringBuilder text = new StringBuilder();
        for (Stack stack : Stack.all()) {
            Map<String, List<QueryGains>> byArgument = QueryGains.of(document, QuerySweep.STANDARD, stack).stream()
                    .filter(g -> g.points().size() >= FEWEST)
                    .collect(Collectors.groupingBy(g -> g.line().argument(), LinkedHashMap::new, Collectors.toList()));
            byArgument.forEach((argument, gains) -> text.append(table(stack, argument, gains)).append('\n'));
        }
        return text.toString();
    }

    private static String table(Stack stack, String argument, List<QueryGains> gains) {
        List<String> columns = new ArrayList<>(List.of(">" + argument, "kind"));
        gains.forEach(g -> columns.add(">" + g.line().title()));
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (int value : gains.stream().flatMap(g -> g.line().values().stream()).collect(Collectors.toCollection(TreeSet::new))) {
            List<Optional<QueryGains.Point>> points = gains.stream()
                    .map(g -> g.points().stream().filter(p -> p.value() == value).findFirst()).toList();
            points.stream().flatMap(Optional::stream).findFirst().ifPresent(any -> {
                List<String> cells = new ArrayList<>(List.of("" + value, any.kind().label()));
                points.forEach(p -> cells.add(p.map(QueryGains.Point::gain).map(Numbers::ratio).orElse(Numbers.NONE)));
                table.row(cells.toArray(String[]::new));
            });
        }
        return "Sweep of " + argument + ": attention of " + QuerySweep.HEADS + " heads against " + QuerySweep.KEYS
                + " keys, time of unfused over flash, " + stack.title() + "\n" + table + gains.stream().map(QueryText::means).collect(Collectors.joining());
    }

    /** The geometric mean of each kind of call, never of two together. */
    private static String means(QueryGains gains) {
        Map<AttentionKind, List<Double>> byKind = gains.points().stream().collect(Collectors.groupingBy(QueryGains.Point::kind,
                LinkedHashMap::new, Collectors.mapping(p -> p.gain().value(), Collectors.toList())));
        return gains.line().title() + ": " + byKind.entrySet().stream().map(e -> e.getKey().label() + " "
                + Numbers.ratio(Samples.geometricMean(e.getValue())) + " in the mean of " + e.getValue().size())
                .collect(Collectors.joining(", ")) + "\n";
    }
}
