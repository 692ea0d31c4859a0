package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Limits;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.findings.Figure;
import genops.results.findings.Findings;
import genops.results.findings.FlashGains;
import genops.results.findings.FlashSpeedup;
import genops.results.findings.Judged;
import genops.results.findings.Judgement;
import genops.results.findings.Observation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How much more each diffusion model gains from flash attention than each transformer text-to-image model: C3. */
public final class DiffusionAgainstTransformer {
    private static final int ROW = 44;
    private static final int AROUND = 110;
    private static final int ABOVE = -9;
    private static final int BELOW = 9;

    private DiffusionAgainstTransformer() {}

    /** The figure. */
    public static Chart of(View view) {
        Judged judged = view.judgement().judged().get(Findings.observations().indexOf(observation()));
        FlashGains measured = view.judgement().gains();
        List<String> pairs = Stream.concat(Stream.of(measured), view.findings().projections().stream().map(Judgement::gains))
                .flatMap(g -> g.moduleGaps().stream()).map(Figure::subject).distinct().toList();
        Limits limits = Limits.of(Stream.concat(Stream.of(FlashSpeedup.LEAST, FlashSpeedup.MOST),
                Stream.concat(Stream.of(measured), view.findings().projections().stream().map(Judgement::gains))
                        .flatMap(g -> Stream.concat(g.moduleGaps().stream(), g.wholeGaps().stream())).map(f -> f.value().value()))
                        .toList());
        ObjectNode axis = Options.ratioAxis("speed-up of the diffusion model over speed-up of the transformer model");
        limits.to(axis);
        ObjectNode option = Options.option(Options.rows(), axis, Options.categories(pairs, true));
        ArrayNode series = option.withArray("series");
        add(series, pairs, measured, false, limits);
        view.findings().projections().stream().findFirst().ifPresent(p -> add(series, pairs, p.gains(), true, limits));
        ((ObjectNode) series.get(0)).set("markArea", Json.object("silent", true, "itemStyle",
                Json.object("color", Palette.GREY, "opacity", 0.2), "label", Json.object("position", "insideTop", "color", Palette.GREY),
                "data", Json.array(Json.array(Json.object("xAxis", FlashSpeedup.LEAST, "name", "paper: " + observation().paper()),
                        Json.object("xAxis", FlashSpeedup.MOST)))));
        ((ObjectNode) series.get(0)).set("markLine", Options.line(1, "", true));
        boolean any = !measured.moduleGaps().isEmpty();
        boolean unknownError = Stream.concat(measured.moduleGaps().stream(), measured.wholeGaps().stream())
                .anyMatch(f -> Double.isInfinite(f.value().error()));
        List<String> notes = !any ? List.of("No pair of models has been measured: only projections are shown.")
                : unknownError ? List.of(Ratios.UNKNOWN_ERROR) : List.of();
        List<String> missing = any ? List.of() : judged.reasons().stream().filter(r -> r.contains("run:")).toList();
        return new Chart(view.id("diffusion-against-transformer"), view.title("Diffusion against transformer models (C3)"),
                "Gain of diffusion models from flash attention over that of transformer text-to-image models, pair by pair, with 95 % "
                        + "intervals, and the range the paper states (grey); " + view.sourceWithProjection() + ".",
                notes, missing, AROUND + ROW * pairs.size(), pairs.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static Observation observation() {
        return Findings.observations().stream().filter(o -> o.id().equals(FlashSpeedup.ID)).findFirst().orElseThrow();
    }

    private static void add(ArrayNode series, List<String> pairs, FlashGains gains, boolean projected, Limits limits) {
        String suffix = projected ? ", projected" : ", here";
        add(series, pairs, gains.moduleGaps(), "attention modules" + suffix, ABOVE, projected, limits);
        add(series, pairs, gains.wholeGaps(), "whole models" + suffix, BELOW, projected, limits);
    }

    private static void add(ArrayNode series, List<String> pairs, List<Figure> gaps, String name, int offset, boolean projected,
            Limits limits) {
        boolean module = offset == ABOVE;
        String colour = module ? Palette.VERMILION : Palette.BLUE;
        ArrayNode points = Json.array();
        ArrayNode errors = Json.array();
        gaps.forEach(f -> Ratios.add(points, errors, pairs.indexOf(f.subject()), offset, colour, f, projected, limits));
        Ratios.series(name, colour, Ratios.symbol(module, projected), offset, points, errors, projected)
                .forEach(series::add);
    }
}
