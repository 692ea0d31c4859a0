package genops.results.findings;

import genops.results.composition.CallTime;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What flash attention gains at single shapes of one kind: time with unfused over time with flash attention.
 *
 * <p>Over the distinct shapes of the models that were measured with both, not weighted by how often a model calls them. Where kernels
 * took turns at any shape, only shapes at which they did are taken; a time in doubt never is.
 *
 * @param kind what the calls resemble
 * @param mean geometric mean over the shapes; its error is the 95 % t interval of the logarithms, so it is of the spread over shapes
 * @param low eight in ten shapes gain at least this
 * @param high eight in ten shapes gain at most this; together they hold the middle 80 %
 * @param shapes number of shapes
 * @param of how many shapes of this kind the models have
 * @param inTurns whether the kernels took turns, so that ratios are those of pairs
 * @param doubtful number of shapes left out since a time of theirs is in doubt
 */
public record KindGain(AttentionKind kind, Estimate mean, double low, double high, int shapes, int of, boolean inTurns, int doubtful) {
    private static final double TAIL = 0.1;

    /**
     * The ratio at one shape.
     *
     * @param shape the shape
     * @param value time with unfused over time with flash attention
     * @param inTurns whether the kernels took turns
     */
    public record Ratio(Operator shape, Estimate value, boolean inTurns) {}

    /** The gain at the shapes of one kind; empty where none was measured. */
    public static Optional<KindGain> of(AttentionKind kind, Evidence evidence) {
        List<Operator> shapes = shapes(kind, evidence);
        List<Ratio> all = ratios(shapes, evidence);
        boolean turns = inTurns(evidence);
        double[] ratios = all.stream().filter(r -> !turns || r.inTurns).mapToDouble(r -> r.value.value()).sorted().toArray();
        int doubtful = (int) shapes.stream().filter(s -> doubtful(s, AttentionVariant.UNFUSED, evidence)
                || doubtful(s, AttentionVariant.FLASH, evidence)).count();
        if (ratios.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new KindGain(kind, geometricMean(ratios), quantile(ratios, TAIL), quantile(ratios, 1 - TAIL), ratios.length,
                shapes.size(), turns, doubtful));
    }

    /** The distinct shapes of a kind. */
    public static List<Operator> shapes(AttentionKind kind, Evidence evidence) {
        return evidence.catalog().shapes().stream().filter(s -> AttentionKind.of(s).filter(kind::equals).isPresent()).toList();
    }

    private static boolean inTurns(Evidence evidence) {
        return ratios(List.copyOf(evidence.catalog().shapes()), evidence).stream().anyMatch(r -> r.inTurns);
    }

    /** The ratios of those shapes of which both times are known and none is in doubt. */
    public static List<Ratio> ratios(List<Operator> shapes, Evidence evidence) {
        List<Ratio> ratios = new ArrayList<>();
        for (Operator shape : shapes) {
            if (AttentionKind.of(shape).isPresent()) {
                ratio(shape, evidence.times().of(shape, AttentionVariant.UNFUSED), evidence.times().of(shape, AttentionVariant.FLASH))
                        .ifPresent(ratios::add);
            }
        }
        return ratios;
    }

    private static Optional<Ratio> ratio(Operator shape, CallTime unfused, CallTime flash) {
        if (unfused instanceof CallTime.Measured u && flash instanceof CallTime.Measured f) {
            return Optional.of(u.pair().map(p -> new Ratio(shape, p.ratio(), true))
                    .orElseGet(() -> new Ratio(shape, u.nanoseconds().over(f.nanoseconds()), false)));
        }
        return unfused instanceof CallTime.Projected u && flash instanceof CallTime.Projected f
                ? Optional.of(new Ratio(shape, Estimate.exact(u.nanoseconds() / f.nanoseconds()), false)) : Optional.empty();
    }

    private static boolean doubtful(Operator shape, AttentionVariant variant, Evidence evidence) {
        return evidence.times().of(shape, variant) instanceof CallTime.Doubtful;
    }

    private static Estimate geometricMean(double[] ratios) {
        double[] logarithms = Arrays.stream(ratios).map(Math::log).toArray();
        double mean = Math.exp(Arrays.stream(logarithms).average().orElseThrow());
        return new Estimate(mean, mean * Samples.meanError(logarithms));
    }

    /** Quantile of sorted values, interpolated. */
    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Mean, spread and over how many of how many shapes, in a few characters. */
    public String text() {
        return Numbers.ratio(mean.value()) + (shapes == 1 ? " (" : " (" + Numbers.ratio(low) + " to " + Numbers.ratio(high) + ", ")
                + shapes + " of " + of + (of == 1 ? " shape)" : " shapes)");
    }
}
