package genops.results.findings;

import genops.results.composition.Composition;
import genops.results.composition.TemporalCost;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.table.Numbers;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * C5: the share of temporal attention in the attention time of text-to-video models.
 *
 * <p>Temporal attention costs what {@link TemporalCost} counts: its calls and the rearrangements into and out of its layout. Judged
 * with flash attention: reproduced where it takes over 60 % in every text-to-video model, partly where in some. Its share without the
 * rearrangements, in the networks that attend over the frames alone, with unfused attention, and of the FLOPs stand beside it. Models
 * of which too little was measured are not judged.
 */
final class TemporalAttentionShare implements Observation {
    private static final double PAPER = 0.6;
    private static final String JUDGED = "temporal share of attention time, flash";

    @Override
    public String id() {
        return "C5";
    }

    @Override
    public String statement() {
        return "Temporal attention takes over 60% of total attention time in text-to-video models.";
    }

    @Override
    public String paper() {
        return "over 60%";
    }

    @Override
    public Judged judge(Evidence evidence) {
        List<Figure> figures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Pipeline model : evidence.family(Family.TEXT_TO_VIDEO)) {
            figures(evidence, model, figures);
            Composition flash = evidence.composition(model, AttentionVariant.FLASH);
            Evidence.missing(flash, TemporalCost::whole).ifPresentOrElse(reasons::add, () -> reasons.add(breakdown(flash, temporalStages(evidence, model))));
        }
        List<Figure> known = figures.stream().filter(f -> f.quantity().equals(JUDGED)).toList();
        known.stream().filter(f -> !f.measuredEnough()).forEach(f -> reasons.add(f.tooLittleMeasured(f.subject())));
        if (known.isEmpty()) {
            return new Judged(Verdict.NOT_JUDGED, "data is missing", "no text-to-video model can be composed", reasons, figures);
        }
        List<Double> shares = known.stream().filter(Figure::measuredEnough).map(f -> f.value().value()).toList();
        if (shares.isEmpty()) {
            return new Judged(Verdict.TOO_LITTLE_MEASURED, range(known.stream().map(f -> f.value().value()).toList())
                    + ", mostly estimated", "of every text-to-video model too much of the attention time is estimated", reasons, figures);
        }
        long over = shares.stream().filter(s -> s > PAPER).count();
        Verdict verdict = over == shares.size() ? Verdict.REPRODUCED : over > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        return new Judged(verdict, range(shares), over + " of " + shares.size() + " models over 60% with flash attention, rearrangements "
                + "included (rule: all; partly: some; of " + shares.size() + " of " + known.size() + " models enough is measured)",
                reasons, figures);
    }

    private static String range(List<Double> shares) {
        double least = shares.stream().mapToDouble(s -> s).min().orElseThrow();
        double most = shares.stream().mapToDouble(s -> s).max().orElseThrow();
        return least == most ? Numbers.percent(least) : Numbers.percent(least) + " to " + Numbers.percent(most);
    }

    private static void figures(Evidence evidence, Pipeline model, List<Figure> figures) {
        evidence.share(JUDGED, model, AttentionVariant.FLASH, TemporalCost::temporal, TemporalCost::whole).ifPresent(figures::add);
        evidence.share("the same without rearrangements", model, AttentionVariant.FLASH, TemporalCost::temporalAttention,
                Evidence::attention).ifPresent(figures::add);
        Set<String> stages = temporalStages(evidence, model);
        evidence.share("the same in the networks that have it alone", model, AttentionVariant.FLASH,
                e -> TemporalCost.temporal(e) && stages.contains(e.stage()),
                e -> TemporalCost.whole(e) && stages.contains(e.stage())).ifPresent(figures::add);
        evidence.share("temporal share of attention time, unfused", model, AttentionVariant.UNFUSED, TemporalCost::temporal,
                TemporalCost::whole).ifPresent(figures::add);
        evidence.share("spatial or joint share, flash", model, AttentionVariant.FLASH, TemporalCost::spatialAttention,
                TemporalCost::whole).ifPresent(figures::add);
        evidence.share("cross share, flash", model, AttentionVariant.FLASH, TemporalCost::crossAttention, TemporalCost::whole)
                .ifPresent(figures::add);
        double all = flops(evidence, model, Evidence::attention);
        if (all > 0) {
            figures.add(new Figure("temporal share of attention FLOPs", model.name(), Figure.Unit.SHARE,
                    Estimate.exact(flops(evidence, model, TemporalCost::temporalAttention) / all), 0));
        }
    }

    private static double flops(Evidence evidence, Pipeline model, Predicate<Entry> entries) {
        return evidence.catalog().model(model.name()).filter(entries).entries().stream().mapToDouble(e -> e.calls() * e.flops()).sum();
    }

    /** The networks of a model that attend over the frames alone. */
    private static Set<String> temporalStages(Evidence evidence, Pipeline model) {
        return evidence.catalog().model(model.name()).filter(TemporalCost::temporalAttention).entries().stream().map(Entry::stage)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String breakdown(Composition flash, Set<String> temporal) {
        return flash.model() + " with flash attention: temporal " + time(flash, TemporalCost::temporalAttention) + ", its rearrangements "
                + time(flash, TemporalCost::rearrangement) + ", spatial or joint "
                + time(flash, TemporalCost::spatialAttention) + ", cross " + time(flash, TemporalCost::crossAttention) + "; only "
                + String.join(", ", temporal) + (temporal.size() == 1 ? " attends" : " attend") + " over the frames alone, "
                + Numbers.percent(flash.time(e -> TemporalCost.whole(e) && temporal.contains(e.stage())).over(flash.time(TemporalCost::whole))
                        .value()) + " of that time";
    }

    private static String time(Composition composition, Predicate<Entry> entries) {
        return Numbers.time(composition.time(entries).value());
    }
}
