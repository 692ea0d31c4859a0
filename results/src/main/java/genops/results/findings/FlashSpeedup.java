package genops.results.findings;

import genops.results.composition.CallTime;
import genops.results.composition.Composition;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * C3: how much more diffusion models gain from flash attention than transformer models.
 *
 * <p>Judged on the attention modules: for every model the time of all its attention calls with unfused over that with flash attention,
 * then the ratio of each diffusion text-to-image model's speed-up to each transformer text-to-image model's. Reproduced where every
 * ratio is above 1 and their geometric mean lies in 1.1 … 2.5; partly where the geometric mean is above 1. Pairs of which too little
 * was measured are not judged.
 */
public final class FlashSpeedup implements Observation {
    public static final String ID = "C3";
    /** The least gap that the paper states. */
    public static final double LEAST = 1.1;
    /** The largest gap that the paper states. */
    public static final double MOST = 2.5;
    /** The quantity of figures that compare the attention modules of two models. */
    public static final String MODULE_GAP = "attention gap";
    /** The quantity of figures that compare two models as a whole. */
    public static final String MODEL_GAP = "whole-model gap";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String statement() {
        return "Diffusion text-to-image models resemble LLM prefill, and gain 1.1x to 2.5x more from Flash Attention than transformer "
                + "text-to-image models, which resemble decode.";
    }

    @Override
    public String paper() {
        return "1.1x to 2.5x";
    }

    @Override
    public Judged judge(Evidence evidence) {
        List<Figure> figures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<Figure> modules = perModel(evidence, "attention speed-up", Evidence::attention, reasons);
        figures.addAll(modules);
        List<String> wholeReasons = new ArrayList<>();
        List<Figure> wholes = perModel(evidence, "whole-model speed-up", entry -> true, wholeReasons);
        figures.addAll(wholes);
        wholeReasons.stream().filter(r -> !reasons.contains(r)).map(r -> "whole model " + r).forEach(reasons::add);
        List<Figure> gaps = gaps(evidence, MODULE_GAP, modules);
        figures.addAll(gaps);
        figures.addAll(gaps(evidence, MODEL_GAP, wholes));
        singleShapes(evidence, figures);
        if (gaps.isEmpty()) {
            return new Judged(Verdict.NOT_JUDGED, "data is missing",
                    "no pair of a diffusion and a transformer text-to-image model can be compared", reasons, figures);
        }
        modules.stream().filter(f -> !f.measuredEnough()).filter(f -> gaps.stream().anyMatch(g -> g.subject().contains(f.subject())))
                .forEach(f -> reasons.add(f.tooLittleMeasured(f.subject() + " --operator attention")));
        List<Figure> judged = gaps.stream().filter(Figure::measuredEnough).toList();
        if (judged.isEmpty()) {
            return new Judged(Verdict.TOO_LITTLE_MEASURED, "mostly estimated", "of every pair of models too much of the attention time is "
                    + "estimated", reasons, figures);
        }
        List<Double> ratios = judged.stream().map(f -> f.value().value()).toList();
        double least = ratios.stream().mapToDouble(r -> r).min().orElseThrow();
        double most = ratios.stream().mapToDouble(r -> r).max().orElseThrow();
        double mean = Samples.geometricMean(ratios);
        Verdict verdict = least > 1 && mean >= LEAST && mean <= MOST ? Verdict.REPRODUCED
                : mean > 1 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        reasons.addAll(phases(evidence));
        return new Judged(verdict, Numbers.ratio(least) + " to " + Numbers.ratio(most), "speed-up of the attention modules of each "
                + "diffusion over each transformer model, geometric mean " + Numbers.ratio(mean) + " over the " + ratios.size() + " of "
                + gaps.size() + " pairs of which enough is measured (rule: all above 1, mean within 1.1 to 2.5; partly: mean above 1)", reasons, figures);
    }

    private static List<Figure> perModel(Evidence evidence, String quantity, Predicate<Entry> entries, List<String> reasons) {
        List<Figure> figures = new ArrayList<>();
        for (Pipeline model : evidence.models()) {
            evidence.flashSpeedup(quantity, model, entries).ifPresentOrElse(figures::add, () -> {
                for (AttentionVariant variant : AttentionVariant.values()) {
                    Evidence.missing(evidence.composition(model, variant), entries).ifPresent(reasons::add);
                }
            });
        }
        return figures;
    }

    private static List<Figure> gaps(Evidence evidence, String quantity, List<Figure> speedups) {
        List<Figure> gaps = new ArrayList<>();
        for (Pipeline diffusion : evidence.family(Family.DIFFUSION_TEXT_TO_IMAGE)) {
            for (Pipeline transformer : evidence.family(Family.TRANSFORMER_TEXT_TO_IMAGE)) {
                find(speedups, diffusion).ifPresent(d -> find(speedups, transformer).ifPresent(t -> gaps.add(new Figure(quantity,
                        diffusion.name() + " / " + transformer.name(), Figure.Unit.RATIO, d.value().over(t.value()),
                        Math.max(d.estimatedShare(), t.estimatedShare())))));
            }
        }
        return gaps;
    }

    private static Optional<Figure> find(List<Figure> speedups, Pipeline model) {
        return speedups.stream().filter(f -> f.subject().equals(model.name())).findFirst();
    }

    /** The gap at single shapes: geometric mean of the speed-ups of all shapes of a kind that were not estimated. */
    private static void singleShapes(Evidence evidence, List<Figure> figures) {
        for (AttentionKind kind : AttentionKind.values()) {
            List<Double> speedups = evidence.catalog().attention(kind).shapes().stream()
                    .flatMap(shape -> known(evidence.times().of(shape, AttentionVariant.UNFUSED))
                            .flatMap(unfused -> known(evidence.times().of(shape, AttentionVariant.FLASH)).map(flash -> unfused / flash))
                            .stream())
                    .toList();
            if (!speedups.isEmpty()) {
                figures.add(new Figure("speed-up of single shapes", kind.label() + ", mean of " + speedups.size(), Figure.Unit.RATIO,
                        geometricMean(speedups), 0));
            }
        }
    }

    private static Optional<Double> known(CallTime time) {
        return switch (time) {
            case CallTime.Measured m -> Optional.of(m.nanoseconds().value());
            case CallTime.Projected p -> Optional.of(p.nanoseconds());
            case CallTime.Estimated e -> Optional.empty();
            case CallTime.Unknown u -> Optional.empty();
        };
    }

    /** The geometric mean with the t interval of the logarithms: the spread over shapes, not the error of their times. */
    private static Estimate geometricMean(List<Double> ratios) {
        double mean = Samples.geometricMean(ratios);
        return new Estimate(mean, mean * Samples.meanError(ratios.stream().mapToDouble(Math::log).toArray()));
    }

    /** Where the attention time of the compared models lies: what resembles prefill and what decode. */
    private static List<String> phases(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        for (Family family : List.of(Family.DIFFUSION_TEXT_TO_IMAGE, Family.TRANSFORMER_TEXT_TO_IMAGE)) {
            for (Pipeline model : evidence.family(family)) {
                Composition unfused = evidence.composition(model, AttentionVariant.UNFUSED);
                double all = unfused.time(Evidence::attention).value();
                if (all > 0) {
                    double prefill = unfused.time(e -> e.attentionKind().filter(AttentionKind.PREFILL_LIKE::equals).isPresent()).value();
                    lines.add(model.name() + ": " + Numbers.percent(prefill / all) + " of its unfused attention time is in calls that "
                            + "resemble prefill");
                }
            }
        }
        return lines;
    }
}
