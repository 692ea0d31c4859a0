package genops.results.findings;

import genops.results.composition.Composition;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * C3: how much more diffusion models gain from flash attention than transformer models.
 *
 * <p>Judged on the attention modules: for every model the time of all its attention calls with unfused over that with flash attention,
 * then the ratio of each diffusion text-to-image model's speed-up to each transformer text-to-image model's. Reproduced where every
 * ratio is above 1 and their geometric mean lies in 1.1 … 2.5; partly where the geometric mean is above 1. Models of which too little
 * was measured are left out; where the interval of the mean holds one of these numbers, or that of a pair the 1 on which it depends,
 * nothing is judged.
 */
public final class FlashSpeedup implements Observation {
    public static final String ID = "C3";
    /** The least gap that the paper states. */
    public static final double LEAST = 1.1;
    /** The largest gap that the paper states. */
    public static final double MOST = 2.5;

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
        FlashGains gains = FlashGains.of(evidence);
        List<Figure> gaps = gains.moduleGaps();
        List<String> models = Stream.of(Family.DIFFUSION_TEXT_TO_IMAGE, Family.TRANSFORMER_TEXT_TO_IMAGE)
                .flatMap(f -> evidence.family(f).stream()).map(Pipeline::name).toList();
        boolean both = Stream.of(Family.DIFFUSION_TEXT_TO_IMAGE, Family.TRANSFORMER_TEXT_TO_IMAGE)
                .noneMatch(f -> evidence.family(f).isEmpty());
        List<String> reasons = new ArrayList<>(kinds(evidence));
        gains.missing().stream().filter(m -> models.stream().anyMatch(n -> m.contains(n + ":"))).forEach(reasons::add);
        if (gaps.isEmpty()) {
            return Judged.not(both ? "no data" : "no model", "no pair of a diffusion and a transformer text-to-image model can be compared",
                    reasons,
                    gains.figures(), both ? Remedy.measure(models) : Optional.empty());
        }
        List<Figure> lacking = gains.modules().stream().filter(f -> models.contains(f.subject()) && !f.measuredEnough()).toList();
        lacking.forEach(f -> reasons.add(f.tooLittleMeasured()));
        List<Figure> judged = gaps.stream().filter(Figure::measuredEnough).toList();
        if (judged.isEmpty()) {
            return Judged.not("≈ " + range(gaps), "no pair of models has enough of its attention time measured: estimated are "
                    + lacking.stream().map(f -> Numbers.percent(f.estimatedShare()) + " of " + f.subject())
                    .collect(Collectors.joining(", ")),
                    reasons, gains.figures(), Remedy.measure(lacking.stream().map(Figure::subject).toList()));
        }
        Estimate mean = mean(judged, gains.modules());
        String of = "geometric mean " + Numbers.ratio(mean) + " over the " + judged.size() + " of " + gaps.size()
                + " pairs of which enough is measured";
        Optional<String> straddled = straddled(judged, mean);
        if (straddled.isPresent()) {
            return Judged.not("≈ " + range(judged), of + "; " + straddled.get(), reasons, gains.figures(), Remedy.again(judged.stream()
                    .flatMap(g -> Stream.of(g.subject().split(" / "))).distinct().toList()));
        }
        boolean above = judged.stream().allMatch(g -> g.value().value() > 1);
        Verdict verdict = above && mean.value() >= LEAST && mean.value() <= MOST ? Verdict.REPRODUCED
                : mean.value() > 1 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        return new Judged(verdict, range(judged), "speed-up of the attention modules of each diffusion over each transformer model, " + of
                + " (rule: all above 1, mean within 1.1 to 2.5; partly: mean above 1)", reasons, gains.figures());
    }

    private static String range(List<Figure> gaps) {
        double least = gaps.stream().mapToDouble(g -> g.value().value()).min().orElseThrow();
        double most = gaps.stream().mapToDouble(g -> g.value().value()).max().orElseThrow();
        return Numbers.ratio(least) + " to " + Numbers.ratio(most);
    }

    /**
     * The geometric mean of all pairs. It is that of the diffusion models' speed-ups over that of the transformers', so its relative
     * error is that of those means: the pairs share models, and are not independent.
     */
    private static Estimate mean(List<Figure> gaps, List<Figure> modules) {
        double mean = Samples.geometricMean(gaps.stream().map(g -> g.value().value()).toList());
        double squares = 0;
        for (int side = 0; side < 2; side++) {
            int part = side;
            List<String> models = gaps.stream().map(g -> g.subject().split(" / ")[part]).distinct().toList();
            for (String model : models) {
                double error = FlashGains.find(modules, model).orElseThrow().value().relativeError() / models.size();
                squares += error * error;
            }
        }
        return new Estimate(mean, mean * Math.sqrt(squares));
    }

    /** Which number that decides lies within an interval. */
    private static Optional<String> straddled(List<Figure> gaps, Estimate mean) {
        for (double boundary : List.of(1.0, LEAST, MOST)) {
            if (Figure.straddles(mean, boundary)) {
                return Optional.of("the interval of the mean holds " + Numbers.ratio(boundary) + ", where the verdict changes");
            }
        }
        boolean below = gaps.stream().anyMatch(g -> !g.straddles(1) && g.value().value() <= 1);
        if (mean.value() < LEAST || mean.value() > MOST || below) {
            return Optional.empty();
        }
        return gaps.stream().filter(g -> g.straddles(1)).findFirst()
                .map(g -> "the interval of " + g.subject() + ", " + Numbers.ratio(g.value()) + ", holds 1.00×, where the verdict changes");
    }

    /** Where the attention time of the compared models lies: what resembles prefill and what decode. */
    private static List<String> kinds(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        for (Family family : List.of(Family.DIFFUSION_TEXT_TO_IMAGE, Family.TRANSFORMER_TEXT_TO_IMAGE)) {
            for (Pipeline model : evidence.family(family)) {
                Composition unfused = evidence.composition(model, AttentionVariant.UNFUSED);
                double all = unfused.time(Evidence::attention).value();
                if (all > 0) {
                    lines.add(model.name() + ": of its unfused attention time " + Stream.of(AttentionKind.values())
                            .map(kind -> Numbers.percent(unfused.time(e -> AttentionKind.of(e.operator()).filter(kind::equals).isPresent())
                                    .value() / all) + " " + kind.label()).collect(Collectors.joining(", ")));
                }
            }
        }
        return lines;
    }
}
