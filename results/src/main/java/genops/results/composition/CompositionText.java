package genops.results.composition;

import genops.results.composition.Composition.Term;
import genops.results.statistics.Estimate;
import genops.results.statistics.UncertainSum;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.catalog.Entry;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The time of one inference by operator class, before and after flash attention, and by name every shape that was not measured. */
public final class CompositionText {

    private CompositionText() {}

    /**
     * A table of one row per operator class and one for the whole, how far it is off where a stage was measured as a whole, then what was
     * estimated and what is unknown.
     *
     * @param unfused the model with unfused attention
     * @param flash the same model with flash attention
     * @param checks of steps of any model
     */
    public static String of(Composition unfused, Composition flash, List<StepCheck> checks) {
        TextTable table = new TextTable("class", ">unfused", ">share", ">flash", ">share", ">of it estimated");
        flash.byClass().keySet().forEach(c -> row(table, c.label(), unfused, flash, e -> e.type().operatorClass() == c));
        row(table, "all", unfused, flash, e -> true);
        StringBuilder text = new StringBuilder(flash.model()).append(", one inference; composed less measured: ")
                .append(StepCheckText.ofModel(checks, flash.model())).append('\n').append(table);
        notMeasured(unfused, "unfused", e -> e.type().operatorClass() == OperatorClass.ATTENTION, text);
        notMeasured(flash, "flash", e -> true, text);
        return text.toString();
    }

    private static void row(TextTable table, String name, Composition unfused, Composition flash, Predicate<Entry> entries) {
        double estimated = flash.estimatedShare(entries);
        table.row(name, time(unfused, entries), share(unfused, entries), time(flash, entries), share(flash, entries),
                estimated == 0 ? "" : Numbers.percent(estimated));
    }

    private static String time(Composition composition, Predicate<Entry> entries) {
        Estimate time = composition.time(entries).estimate();
        boolean incomplete = composition.unknown().stream().anyMatch(t -> entries.test(t.entry()));
        return incomplete ? time.value() == 0 ? Numbers.NONE : "> " + Numbers.time(time.value()) : Numbers.time(time);
    }

    private static String share(Composition composition, Predicate<Entry> entries) {
        UncertainSum part = composition.time(entries);
        return part.value() == 0 || !composition.unknown().isEmpty() ? Numbers.NONE
                : Numbers.percent(part.over(composition.time()).value());
    }

    /** One line per group of shapes that were not measured for the same reason, with every shape named. */
    private static void notMeasured(Composition composition, String variant, Predicate<Entry> entries, StringBuilder text) {
        Map<String, List<Term>> groups = new LinkedHashMap<>();
        for (Term term : composition.terms()) {
            if (entries.test(term.entry())) {
                switch (term.time()) {
                    case CallTime.Estimated e -> groups.computeIfAbsent("estimated from " + e.basis(), k -> new ArrayList<>()).add(term);
                    case CallTime.StandIn s -> groups.computeIfAbsent("taken from " + s.basis(), k -> new ArrayList<>()).add(term);
                    case CallTime.Doubtful d -> groups.computeIfAbsent("in doubt: " + d.doubt(), k -> new ArrayList<>()).add(term);
                    case CallTime.Unknown u -> groups.computeIfAbsent("unknown: " + u.reason(), k -> new ArrayList<>()).add(term);
                    case CallTime.Measured m -> { }
                    case CallTime.Projected p -> { }
                }
            }
        }
        double all = composition.time().value();
        groups.forEach((reason, terms) -> text.append("with ").append(variant).append(" attention, ").append(reason).append(", ")
                .append(Numbers.percent(all == 0 ? 0 : terms.stream().mapToDouble(t -> t.total().value()).sum() / all))
                .append(" of the time: ").append(terms.stream().map(t -> t.entry().type().label() + " " + t.entry().shape()).distinct()
                        .collect(Collectors.joining(", "))).append('\n'));
    }
}
