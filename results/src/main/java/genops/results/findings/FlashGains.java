package genops.results.findings;

import genops.results.roofline.AttentionVariant;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What flash attention gains over unfused attention of the same stack, from single shapes to pairs of models: the headline of the
 * findings.
 *
 * @param kinds at single shapes, one for each kind of attention call of which any was measured
 * @param modules of every model, all its attention calls
 * @param wholes of every model as a whole
 * @param moduleGaps the gain of each diffusion over that of each transformer text-to-image model, of their attention modules
 * @param wholeGaps likewise of whole models
 * @param missing one line each: what keeps a model from being composed
 */
public record FlashGains(List<KindGain> kinds, List<Figure> modules, List<Figure> wholes, List<Figure> moduleGaps,
        List<Figure> wholeGaps, List<String> missing) {
    /** The quantity of figures that compare the attention modules of two models. */
    public static final String MODULE_GAP = "attention gap";
    /** The quantity of figures that compare two models as a whole. */
    public static final String MODEL_GAP = "whole-model gap";

    /** What some call times say. */
    public static FlashGains of(Evidence evidence) {
        List<String> missing = new ArrayList<>();
        List<Figure> modules = perModel(evidence, "attention speed-up", Evidence::attention, missing);
        List<String> wholeMissing = new ArrayList<>();
        List<Figure> wholes = perModel(evidence, "whole-model speed-up", entry -> true, wholeMissing);
        wholeMissing.stream().filter(r -> !missing.contains(r)).map(r -> "whole model " + r).toList().forEach(missing::add);
        return new FlashGains(Arrays.stream(AttentionKind.values()).flatMap(k -> KindGain.of(k, evidence).stream()).toList(), modules,
                wholes,
                gaps(evidence, MODULE_GAP, modules), gaps(evidence, MODEL_GAP, wholes), List.copyOf(missing));
    }

    /** All figures of models and pairs. */
    public List<Figure> figures() {
        return Stream.of(modules, wholes, moduleGaps, wholeGaps).flatMap(List::stream).toList();
    }

    /** The gain at single shapes of a kind. */
    public Optional<KindGain> kind(AttentionKind kind) {
        return kinds.stream().filter(k -> k.kind() == kind).findFirst();
    }

    /** The figure of a subject. */
    static Optional<Figure> find(List<Figure> figures, String subject) {
        return figures.stream().filter(f -> f.subject().equals(subject)).findFirst();
    }

    private static List<Figure> perModel(Evidence evidence, String quantity, Predicate<Entry> entries, List<String> missing) {
        List<Figure> figures = new ArrayList<>();
        for (Pipeline model : evidence.models()) {
            evidence.flashSpeedup(quantity, model, entries).ifPresentOrElse(figures::add, () -> {
                for (AttentionVariant variant : AttentionVariant.values()) {
                    evidence.missing(evidence.composition(model, variant), entries).ifPresent(missing::add);
                }
            });
        }
        return figures;
    }

    private static List<Figure> gaps(Evidence evidence, String quantity, List<Figure> speedups) {
        List<Figure> gaps = new ArrayList<>();
        for (Pipeline diffusion : evidence.family(Family.DIFFUSION_TEXT_TO_IMAGE)) {
            for (Pipeline transformer : evidence.family(Family.TRANSFORMER_TEXT_TO_IMAGE)) {
                find(speedups, diffusion.name()).ifPresent(d -> find(speedups, transformer.name()).ifPresent(t -> gaps.add(
                        new Figure(quantity, diffusion.name() + " / " + transformer.name(), Figure.Unit.RATIO, d.value().over(t.value()),
                                Math.max(d.estimatedShare(), t.estimatedShare())))));
            }
        }
        return gaps;
    }
}
