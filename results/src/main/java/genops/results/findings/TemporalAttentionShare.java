package genops.results.findings;

import genops.results.composition.Composition;
import genops.results.composition.TemporalCost;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.table.Numbers;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.model.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * C5: the share of temporal attention in the attention time of text-to-video models, over the denoising networks (stages of more than one
 * step) that attend over the frames alone. A model without such a network is named and not judged.
 *
 * <p>Temporal attention costs what {@link TemporalCost} counts: its calls and the rearrangements into and out of its layout. It depends on
 * how it is run, so it is shown in three ways ({@link Way}), and for which of them the statement holds is the finding. The verdict is on
 * the first: reproduced where temporal attention takes over 60 % in every model, partly where in some, or in every one in another way.
 * Its share without the rearrangements, of the whole model and of the FLOPs stand beside it.
 */
final class TemporalAttentionShare implements Observation {
    private static final double PAPER = 0.6;

    /** How the temporal attention of a model is run. */
    enum Way {
        /** Rearranged to contiguous sequences, and by the flash kernel that serves every length. */
        GENERAL("flash"),
        /** Rearranged likewise, and by three operators. */
        UNFUSED("unfused"),
        /** In place, by a kernel that is made for few frames. */
        FEW_FRAMES("made for few frames");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        String quantity() {
            return "temporal share of attention time, " + label;
        }

        Composition composition(Evidence evidence, Pipeline model) {
            return switch (this) {
                case GENERAL -> evidence.composition(model, AttentionVariant.FLASH);
                case UNFUSED -> evidence.composition(model, AttentionVariant.UNFUSED);
                case FEW_FRAMES -> evidence.inPlace(model);
            };
        }
    }

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
        List<String> models = new ArrayList<>();
        for (Pipeline model : evidence.family(Family.TEXT_TO_VIDEO)) {
            Set<String> networks = networks(evidence, model);
            if (networks.isEmpty()) {
                reasons.add(without(evidence, model));
            } else {
                models.add(model.name());
                figures(evidence, model, networks, figures, reasons);
            }
        }
        if (models.isEmpty()) {
            return Judged.not("no model", "no text-to-video model among those chosen has temporal attention in its denoiser", reasons,
                    figures,
                    Optional.empty());
        }
        List<Figure> known = of(figures, Way.GENERAL);
        if (known.isEmpty()) {
            return Judged.not("no data", "no text-to-video model can be composed", reasons, figures, Remedy.measure(models));
        }
        List<Figure> lacking = known.stream().filter(f -> !f.measuredEnough()).toList();
        lacking.forEach(f -> reasons.add(f.tooLittleMeasured()));
        List<Figure> judged = known.stream().filter(Figure::measuredEnough).toList();
        if (judged.isEmpty()) {
            return Judged.not("≈ " + ways(figures), "no text-to-video model has enough of its attention time measured: estimated are "
                    + lacking.stream().map(f -> Numbers.percent(f.estimatedShare()) + " of " + f.subject())
                    .collect(Collectors.joining(", ")),
                    reasons, figures, Remedy.measure(lacking.stream().map(Figure::subject).toList()));
        }
        Optional<Figure> straddled = judged.stream().filter(f -> f.straddles(PAPER)).findFirst();
        if (straddled.isPresent()) {
            return Judged.not("≈ " + ways(figures), "the interval of " + straddled.get().subject() + ", "
                    + Numbers.percent(straddled.get().value()) + ", holds 60%", reasons, figures,
                    Remedy.again(List.of(straddled.get().subject())));
        }
        return judge(judged, figures, reasons);
    }

    private static Judged judge(List<Figure> general, List<Figure> figures, List<String> reasons) {
        long over = general.stream().filter(f -> f.value().value() > PAPER).count();
        boolean otherwise = Arrays.stream(Way.values()).anyMatch(w -> holds(of(figures, w)).filter(h -> h).isPresent());
        Verdict verdict = over == general.size() ? Verdict.REPRODUCED : over > 0 || otherwise ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        String holds = Arrays.stream(Way.values()).map(w -> w.label + " " + holds(of(figures, w)).map(h -> h ? "yes" : "no")
                .orElse("not judged")).collect(Collectors.joining(", "));
        return new Judged(verdict, ways(figures), "over 60% with temporal attention by kernels: " + holds
                + "; rearrangements included, over the denoising "
                + "networks that attend over the frames (rule: with flash in every model; partly: in some, or in another way)",
                reasons, figures);
    }

    /** Whether the statement holds in every model; empty where that is not decided. */
    private static Optional<Boolean> holds(List<Figure> shares) {
        if (shares.isEmpty() || shares.stream().anyMatch(f -> !f.measuredEnough() || f.straddles(PAPER))) {
            return Optional.empty();
        }
        return Optional.of(shares.stream().allMatch(f -> f.value().value() > PAPER));
    }

    private static List<Figure> of(List<Figure> figures, Way way) {
        return figures.stream().filter(f -> f.quantity().equals(way.quantity())).toList();
    }

    /** The range of shares in each way. */
    private static String ways(List<Figure> figures) {
        return Arrays.stream(Way.values()).filter(w -> !of(figures, w).isEmpty()).map(w -> range(of(figures, w)) + " " + w.label)
                .collect(Collectors.joining(", "));
    }

    private static String range(List<Figure> shares) {
        double least = shares.stream().mapToDouble(s -> s.value().value()).min().orElseThrow();
        double most = shares.stream().mapToDouble(s -> s.value().value()).max().orElseThrow();
        return least == most ? Numbers.percent(least) : Numbers.percent(least) + " to " + Numbers.percent(most);
    }

    private static void figures(Evidence evidence, Pipeline model, Set<String> networks, List<Figure> figures, List<String> reasons) {
        Predicate<Entry> whole = e -> TemporalCost.whole(e) && networks.contains(e.stage());
        for (Way way : Way.values()) {
            Composition composition = way.composition(evidence, model);
            Optional<Figure> share = evidence.share(way.quantity(), composition, TemporalCost::temporal, whole);
            // an estimate from attention of other lengths says nothing of a kernel that is made for these
            if (way == Way.FEW_FRAMES && share.filter(Figure::measuredEnough).isEmpty()) {
                reasons.add(model.name() + ": no kernel made for few frames was measured at its shapes; run: java -jar benchmarks.jar "
                        + "--suite temporal-layouts --model " + model.name());
            } else {
                share.ifPresentOrElse(figures::add, () -> evidence.missing(composition, whole).ifPresent(reasons::add));
            }
        }
        Composition flash = evidence.composition(model, AttentionVariant.FLASH);
        evidence.share("the same without rearrangements, flash", flash, TemporalCost::temporalAttention,
                e -> Evidence.attention(e) && networks.contains(e.stage())).ifPresent(figures::add);
        evidence.share("the same of the whole model, flash", flash, TemporalCost::temporal, TemporalCost::whole).ifPresent(figures::add);
        evidence.share("spatial or joint share, flash", flash, TemporalCost::spatialAttention, whole).ifPresent(figures::add);
        evidence.share("cross share, flash", flash, TemporalCost::crossAttention, whole).ifPresent(figures::add);
        double all = flops(evidence, model, e -> Evidence.attention(e) && networks.contains(e.stage()));
        figures.add(new Figure("temporal share of attention FLOPs", model.name(), Figure.Unit.SHARE, Estimate.exact(
                flops(evidence, model, e -> TemporalCost.temporalAttention(e) && networks.contains(e.stage())) / all), 0));
        if (evidence.missing(flash, whole).isEmpty()) {
            reasons.add(breakdown(flash, networks));
        }
    }

    private static double flops(Evidence evidence, Pipeline model, Predicate<Entry> entries) {
        return evidence.catalog().model(model.name()).filter(entries).entries().stream().mapToDouble(e -> e.calls() * e.flops()).sum();
    }

    /** The denoising networks of a model that attend over the frames alone. */
    private static Set<String> networks(Evidence evidence, Pipeline model) {
        Set<String> denoisers = model.stages().stream().filter(s -> s.steps() > 1).map(Stage::name).collect(Collectors.toSet());
        return temporal(evidence, model).stream().filter(denoisers::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> temporal(Evidence evidence, Pipeline model) {
        return evidence.catalog().model(model.name()).filter(TemporalCost::temporalAttention).entries().stream().map(Entry::stage)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String without(Evidence evidence, Pipeline model) {
        Set<String> elsewhere = temporal(evidence, model);
        return model.name() + ": not judged, its denoiser has no temporal attention" + (elsewhere.isEmpty() ? ""
                : "; only " + String.join(", ", elsewhere) + ", run once, attends over the frames alone");
    }

    private static String breakdown(Composition flash, Set<String> networks) {
        Predicate<Entry> of = e -> networks.contains(e.stage());
        return flash.model() + " (" + String.join(", ", networks) + ") with flash attention: temporal "
                + time(flash, of.and(TemporalCost::temporalAttention)) + ", its rearrangements "
                + time(flash, of.and(TemporalCost::rearrangement)) + ", spatial or joint "
                + time(flash, of.and(TemporalCost::spatialAttention)) + ", cross " + time(flash, of.and(TemporalCost::crossAttention));
    }

    private static String time(Composition composition, Predicate<Entry> entries) {
        return Numbers.time(composition.time(entries).value());
    }
}
