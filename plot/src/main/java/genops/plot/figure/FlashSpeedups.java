package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.findings.Evidence;
import genops.results.findings.Figure;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What flash attention gains in every model, in its attention modules and as a whole. */
public final class FlashSpeedups {
    private static final int ROW = 44;
    private static final int AROUND = 110;
    private static final int ABOVE = -9;
    private static final int BELOW = 9;

    private FlashSpeedups() {}

    /** The figure. */
    public static Chart of(View view) {
        Set<String> notes = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        List<String> names = view.measured().models().stream().map(Pipeline::name).toList();
        ObjectNode option = Options.option(Options.rows(), Options.ratioAxis("time with unfused over time with flash attention"),
                Options.categories(names, true));
        ArrayNode series = option.withArray("series");
        boolean any = add(series, view, "attention module, here", false, Evidence::attention, ABOVE, notes, missing);
        any |= add(series, view, "whole model, here", false, e -> true, BELOW, notes, missing);
        add(series, view, "attention module, projected", true, Evidence::attention, ABOVE, notes, missing);
        add(series, view, "whole model, projected", true, e -> true, BELOW, notes, missing);
        ((ObjectNode) series.get(0)).set("markLine", Options.line(1, "", true));
        List<String> lines = new ArrayList<>(notes);
        if (!any) {
            lines.addFirst("No model has been measured with both unfused and flash attention: only projections are shown.");
        }
        return new Chart(view.id("flash-speedup"), view.title("Speed-up by flash attention"),
                "Speed-up of the attention modules and of whole models by flash attention, with 95 % intervals; "
                        + view.sourceWithProjection()
                        + ".", lines, List.copyOf(missing), AROUND + ROW * names.size(), Optional.of(option));
    }

    private static boolean add(ArrayNode series, View view, String name, boolean projected, Predicate<Entry> entries, int offset,
            Set<String> notes, Set<String> missing) {
        Evidence evidence = projected ? view.projected() : view.measured();
        String colour = offset == ABOVE ? Palette.VERMILION : Palette.BLUE;
        ArrayNode points = Json.array();
        ArrayNode errors = Json.array();
        for (int i = 0; i < evidence.models().size(); i++) {
            Pipeline model = evidence.models().get(i);
            Optional<Figure> speedup = evidence.flashSpeedup(name, model, entries);
            if (speedup.isPresent()) {
                Ratios.add(points, errors, i, offset, colour, speedup.get(), projected);
                if (!projected && Double.isInfinite(speedup.get().value().error())) {
                    notes.add(Ratios.UNKNOWN_ERROR);
                }
            } else {
                View.missing(evidence, model, entries).ifPresent(missing::add);
            }
        }
        Ratios.series(name, colour, Ratios.symbol(offset == ABOVE, projected), offset, points, errors, projected).forEach(series::add);
        return !points.isEmpty();
    }
}
