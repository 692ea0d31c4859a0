package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.composition.StepCheck;
import genops.results.composition.StepCheckText;
import genops.results.table.Numbers;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whole steps as they were measured in place beside the sums of the times of their single shapes, by operator class. */
public final class ComposedSteps {
    private static final int BAR = 22;
    private static final int AROUND = 130;

    private ComposedSteps() {}

    /** The figure. */
    public static Chart of(View view) {
        List<StepCheck> checks = view.findings().checks().stream().filter(c -> c.step().stack().equals(view.selection().stack().name()))
                .toList();
        List<String> names = new ArrayList<>();
        checks.forEach(c -> {
            names.add(c.name());
            names.add(String.format(Locale.ROOT, "composed: %+.1f%%", 100 * c.error()));
        });
        ObjectNode option = Options.option(Options.rows(), Options.linearAxis("time of one step over its measured time", "percent"),
                Options.categories(names, true));
        for (OperatorClass operatorClass : OperatorClass.values()) {
            if (checks.stream().anyMatch(c -> c.parts().containsKey(operatorClass))) {
                option.withArray("series").add(series(operatorClass, checks));
            }
        }
        List<String> notes = view.measured().models().stream().map(Pipeline::name)
                .filter(m -> StepCheck.ofModel(checks, m).isEmpty()).map(m -> m + ": " + StepCheckText.ofModel(checks, m)
                        + ", none of its stages was measured as a whole").toList();
        return new Chart(view.id("composed-steps"), view.title("Composed against measured steps"),
                "One step of each stage that was measured in place, all its calls in order, beside the sum of the times of the same calls "
                        + "measured shape by shape with the same kernels; by operator class; " + view.source() + ".", notes,
                checks.isEmpty() ? List.of("No step of a stage was measured as a whole.") : List.of(),
                AROUND + BAR * names.size(), checks.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static ObjectNode series(OperatorClass operatorClass, List<StepCheck> checks) {
        ArrayNode data = Json.array();
        for (StepCheck check : checks) {
            StepCheck.Part part = check.parts().getOrDefault(operatorClass, new StepCheck.Part(0, 0));
            data.add(bar(check, operatorClass, part.measured(), "measured"));
            data.add(bar(check, operatorClass, part.composed(), "composed"));
        }
        return Json.object("type", "bar", "stack", "time", "name", operatorClass.label(), "data", data, "barCategoryGap", "25%",
                "itemStyle",
                Options.fill(Palette.of(operatorClass), true));
    }

    private static ObjectNode bar(StepCheck check, OperatorClass operatorClass, double nanoseconds, String how) {
        ObjectNode bar = Json.object("value", nanoseconds / check.measured().value());
        bar.set("tooltip", Options.tooltip(check.name(), operatorClass.label() + ", " + how + ": " + Numbers.time(nanoseconds),
                "whole step: measured " + Numbers.time(check.measured()) + ", composed " + Numbers.time(check.composed().value()),
                check.estimatedShare() == 0 ? "" : Numbers.percent(check.estimatedShare()) + " of the composed time is estimated"));
        return bar;
    }
}
