package genops.results.sweep;

import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.statistics.Estimate;
import genops.results.statistics.KernelId;
import genops.results.statistics.PairedRatio;
import genops.results.statistics.Samples;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What the flash attention of a stack gains over its unfused attention along one line of a {@link QuerySweep}.
 *
 * @param line the shapes
 * @param points those at which both were measured, ascending
 */
public record QueryGains(QuerySweep.Line line, List<Point> points) {

    public QueryGains {
        points = List.copyOf(points);
    }

    /**
     * One shape.
     *
     * @param value of the number that grows
     * @param kind what the call resembles
     * @param gain time of unfused over that of flash attention
     */
    public record Point(int value, AttentionKind kind, Estimate gain) {}

    /**
     * The gains of a stack along all lines, with or without points.
     *
     * @param document the run; of several numbers of threads the largest counts
     */
    public static List<QueryGains> of(RunDocument document, QuerySweep sweep, Stack stack) {
        List<Measurement> measured = document.measurements().stream().filter(m -> m.status() == Status.MEASURED
                && m.precision().equals(stack.precision()) && stack.kernels().test(m.kernel())
                && m.threads() == 0 == stack.onDevice()).toList();
        int threads = measured.stream().mapToInt(Measurement::threads).max().orElse(0);
        List<Measurement> counted = measured.stream().filter(m -> m.threads() == threads).toList();
        return sweep.lines().stream().map(line -> of(line, counted)).toList();
    }

    private static QueryGains of(QuerySweep.Line line, List<Measurement> measured) {
        List<Point> points = new ArrayList<>();
        IntStream.range(0, line.shapes().size()).forEach(i -> {
            Attention shape = line.shapes().get(i);
            fastest(measured, shape, KernelId::unfused).flatMap(unfused -> fastest(measured, shape, KernelId::flash)
                            .map(flash -> new Point(line.values().get(i), AttentionKind.of(shape).orElseThrow(), PairedRatio.of(unfused, flash))))
                    .ifPresent(points::add);
        });
        return new QueryGains(line, points);
    }

    private static Optional<Measurement> fastest(List<Measurement> measured, Attention shape, Predicate<KernelId> algorithm) {
        return measured.stream().filter(m -> m.operator().equals(shape.type().label()) && m.shape().equals(shape.text())
                        && algorithm.test(KernelId.of(m.kernel())))
                .min(Comparator.comparingDouble(m -> Samples.estimate(m.scoreNanoseconds()).value()));
    }
}
