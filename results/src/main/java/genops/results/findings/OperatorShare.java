package genops.results.findings;

import genops.results.composition.Composition;
import genops.results.roofline.AttentionVariant;
import genops.results.table.Numbers;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * C1 and C2: the share of an operator class in the time of a whole inference once attention is flash attention.
 *
 * <p>Judged on the largest share over the models of the family. Reproduced where it is within a quarter of the paper's figure; partly
 * where the class is the largest of that model, at another size. Models of which too little was measured are not judged.
 *
 * @param id {@code C1} or {@code C2}
 * @param statement the paper's own
 * @param operatorClass the class
 * @param family the models
 * @param paperShare the paper's figure
 */
record OperatorShare(String id, String statement, OperatorClass operatorClass, Family family, double paperShare)
        implements Observation {
    /** Convolution in diffusion text-to-image models. */
    static final OperatorShare CONVOLUTION = new OperatorShare("C1",
            "After Flash Attention, convolution takes up to 44% of execution time in diffusion text-to-image models.",
            OperatorClass.CONVOLUTION, Family.DIFFUSION_TEXT_TO_IMAGE, 0.44);
    /** Linear layers in transformer text-to-image models. */
    static final OperatorShare LINEAR = new OperatorShare("C2",
            "After Flash Attention, linear layers take up to 49% of execution time in transformer text-to-image models.",
            OperatorClass.LINEAR, Family.TRANSFORMER_TEXT_TO_IMAGE, 0.49);

    private static final double TOLERANCE = 0.25;

    @Override
    public String paper() {
        return "up to " + Math.round(100 * paperShare) + "%";
    }

    @Override
    public Judged judge(Evidence evidence) {
        List<Figure> after = new ArrayList<>();
        List<Figure> before = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Pipeline model : evidence.family(family)) {
            evidence.share(operatorClass.label() + " share, flash", model, AttentionVariant.FLASH,
                    e -> e.type().operatorClass() == operatorClass, e -> true).ifPresent(after::add);
            evidence.share(operatorClass.label() + " share, unfused", model, AttentionVariant.UNFUSED,
                    e -> e.type().operatorClass() == operatorClass, e -> true).ifPresent(before::add);
            Composition composition = evidence.composition(model, AttentionVariant.FLASH);
            Evidence.missing(composition, e -> true).ifPresentOrElse(reasons::add, () -> reasons.add(breakdown(composition)));
        }
        List<Figure> figures = new ArrayList<>(after);
        figures.addAll(before);
        if (after.isEmpty()) {
            return new Judged(Verdict.NOT_JUDGED, "data is missing", "no " + family.label() + " model can be composed", reasons, figures);
        }
        after.stream().filter(f -> !f.measuredEnough()).forEach(f -> reasons.add(f.tooLittleMeasured(f.subject())));
        List<Figure> judged = after.stream().filter(Figure::measuredEnough).toList();
        if (judged.isEmpty()) {
            double most = after.stream().mapToDouble(f -> f.value().value()).max().orElseThrow();
            return new Judged(Verdict.TOO_LITTLE_MEASURED, "up to " + Numbers.percent(most) + ", mostly estimated",
                    "of every " + family.label() + " model too much of the time is estimated", reasons, figures);
        }
        Figure largest = judged.stream().max(Comparator.comparingDouble(f -> f.value().value())).orElseThrow();
        double share = largest.value().value();
        Pipeline model = evidence.family(family).stream().filter(p -> p.name().equals(largest.subject())).findFirst().orElseThrow();
        boolean dominates = classes(evidence.composition(model, AttentionVariant.FLASH)).getFirst() == operatorClass;
        Verdict verdict = Math.abs(share - paperShare) <= TOLERANCE * paperShare ? Verdict.REPRODUCED
                : dominates ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        return new Judged(verdict, "up to " + Numbers.percent(share), "largest share " + Numbers.percent(largest.value()) + " in "
                + largest.subject() + " (rule: within a quarter of the paper's figure; partly: another size, but the largest class; of "
                + judged.size() + " of " + after.size() + " models enough is measured)", reasons, figures);
    }

    private static List<OperatorClass> classes(Composition composition) {
        return composition.byClass().entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -e.getValue().value()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String breakdown(Composition composition) {
        return composition.model() + ": " + classes(composition).stream()
                .map(c -> c.label() + " " + Numbers.percent(composition.share(c).value()))
                .collect(Collectors.joining(", "));
    }
}
