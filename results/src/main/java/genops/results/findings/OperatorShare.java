package genops.results.findings;

import genops.results.composition.Composition;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.table.Numbers;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * C1 and C2: the share of an operator class in the time of a whole inference once attention is flash attention.
 *
 * <p>Judged on the largest share over the models of the family. Reproduced where it is within a quarter of the paper's figure; partly
 * where the class is the largest of that model, at another size. Models of which too little was measured are left out; where the
 * interval of the largest share holds a number at which the verdict changes, nothing is judged.
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
            Composition composition = evidence.composition(model, AttentionVariant.FLASH);
            evidence.share(operatorClass.label() + " share, flash", composition, this::ofClass, e -> true).ifPresent(after::add);
            evidence.share(operatorClass.label() + " share, unfused", evidence.composition(model, AttentionVariant.UNFUSED), this::ofClass,
                    e -> true).ifPresent(before::add);
            evidence.missing(composition, e -> true).ifPresentOrElse(reasons::add, () -> reasons.add(breakdown(composition)));
        }
        List<Figure> figures = new ArrayList<>(after);
        figures.addAll(before);
        List<String> models = evidence.family(family).stream().map(Pipeline::name).toList();
        if (after.isEmpty()) {
            return Judged.not(models.isEmpty() ? "no model" : "no data", "no " + family.label() + " model can be composed", reasons,
                    figures,
                    models.isEmpty() ? Optional.empty() : Remedy.measure(models));
        }
        List<Figure> lacking = after.stream().filter(f -> !f.measuredEnough()).toList();
        lacking.forEach(f -> reasons.add(f.tooLittleMeasured()));
        List<Figure> judged = after.stream().filter(Figure::measuredEnough).toList();
        if (judged.isEmpty()) {
            return Judged.not("≈ up to " + number(largest(after)), "no " + family.label()
                    + " model has enough of its time measured: estimated are " + lacking.stream()
                    .map(f -> Numbers.percent(f.estimatedShare())
                    + " of " + f.subject()).collect(Collectors.joining(", ")), reasons, figures,
                    Remedy.measure(lacking.stream().map(Figure::subject).toList()));
        }
        return judge(evidence, largest(judged), judged.size() + " of " + after.size() + " models enough is measured", reasons, figures);
    }

    private Judged judge(Evidence evidence, Figure largest, String measured, List<String> reasons, List<Figure> figures) {
        double share = largest.value().value();
        Pipeline model = evidence.family(family).stream().filter(p -> p.name().equals(largest.subject())).findFirst().orElseThrow();
        boolean within = Math.abs(share - paperShare) <= TOLERANCE * paperShare;
        Estimate lead = lead(evidence.composition(model, AttentionVariant.FLASH));
        Optional<String> straddled = Stream.of(1 - TOLERANCE, 1 + TOLERANCE).filter(b -> largest.straddles(b * paperShare)).findFirst()
                .map(b -> Numbers.percent(b * paperShare))
                .or(() -> within || !Figure.straddles(lead, 0) ? Optional.empty() : Optional.of("the share of another class"));
        if (straddled.isPresent()) {
            return Judged.not("≈ up to " + number(largest), "the interval of the largest share, "
                    + Numbers.percent(largest.value()) + " in " + largest.subject() + ", holds " + straddled.get()
                    + ", where the verdict changes; of " + measured, reasons, figures, Remedy.again(List.of(largest.subject())));
        }
        Verdict verdict = within ? Verdict.REPRODUCED : lead.value() > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        return new Judged(verdict, "up to " + number(largest), "largest share " + number(largest) + " in "
                + largest.subject() + " (rule: within a quarter of the paper's figure; partly: another size, but the largest class; of "
                + measured + ")", reasons, figures);
    }

    private static String number(Figure share) {
        return share.text().replace("≈ ", "");
    }

    private boolean ofClass(Entry entry) {
        return entry.type().operatorClass() == operatorClass;
    }

    private static Figure largest(List<Figure> figures) {
        return figures.stream().max(Comparator.comparingDouble(f -> f.value().value())).orElseThrow();
    }

    /** The share of the class less the largest share of another. */
    private Estimate lead(Composition composition) {
        Estimate own = composition.share(operatorClass);
        Estimate other = classes(composition).stream().filter(c -> c != operatorClass).findFirst().map(composition::share)
                .orElse(Estimate.ZERO);
        return new Estimate(own.value() - other.value(), Math.hypot(own.error(), other.error()));
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
