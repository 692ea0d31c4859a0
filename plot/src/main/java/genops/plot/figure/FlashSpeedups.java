package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Limits;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.findings.Evidence;
import genops.results.findings.Figure;
import genops.results.findings.Judgement;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        Limits limits = Limits.of(Stream.concat(Stream.of(view.judgement().gains()), view.findings().projections().stream()
                .map(Judgement::gains)).flatMap(g -> Stream.concat(g.modules().stream(), g.wholes().stream())).map(f -> f.value().value())
                .toList());
        ObjectNode axis = Options.ratioAxis("time with unfused over time with flash attention");
        limits.to(axis);
        ObjectNode option = Options.option(Options.rows(), axis, Options.categories(names, true));
        ArrayNode series = option.withArray("series");
        boolean any = add(series, view, view.measured(), "attention, here", Evidence::attention, ABOVE, limits, notes, missing);
        any |= add(series, view, view.measured(), "whole, here", e -> true, BELOW, limits, notes, missing);
        add(series, view, view.projected(), "attention, projected", Evidence::attention, ABOVE, limits, notes, missing);
        add(series, view, view.fitting(), "attention, fitting kernel", Evidence::attention, ABOVE, limits, notes,
                missing);
        add(series, view, view.projected(), "whole, projected", e -> true, BELOW, limits, notes, missing);
        ((ObjectNode) series.get(0)).set("markLine", Options.line(1, "", true));
        List<String> lines = new ArrayList<>(notes);
        if (!any) {
            lines.addFirst("No model has been measured with both unfused and flash attention: only projections are shown.");
        }
        lines.add("Projected: a general kernel pays for whole tiles of queries and keys, a fitting one does not.");
        return new Chart(view.id("flash-speedup"), view.title("Speed-up by flash attention"),
                "Speed-up of the attention modules and of whole models by flash attention, with 95 % intervals; "
                        + view.sourceWithProjection()
                        + ".", lines, List.copyOf(missing), AROUND + ROW * names.size(), Optional.of(option));
    }

    private static boolean add(ArrayNode series, View view, Evidence evidence, String name, Predicate<Entry> entries, int offset,
            Limits limits, Set<String> notes, Set<String> missing) {
        boolean projected = evidence != view.measured();
        String colour = evidence == view.fitting() ? Palette.ORANGE : offset == ABOVE ? Palette.VERMILION : Palette.BLUE;
        ArrayNode points = Json.array();
        ArrayNode errors = Json.array();
        for (int i = 0; i < evidence.models().size(); i++) {
            Pipeline model = evidence.models().get(i);
            Optional<Figure> speedup = evidence.flashSpeedup(name, model, entries);
            if (speedup.isPresent()) {
                Ratios.add(points, errors, i, offset, colour, speedup.get(), projected, limits);
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
