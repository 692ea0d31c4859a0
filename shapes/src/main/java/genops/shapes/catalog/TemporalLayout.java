package genops.shapes.catalog;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.TemporalAttention;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ways to run one temporal attention of a model on tensors with frames outermost: rearrange, attend to contiguous sequences
 * and rearrange back, as the model's entries are; or attend in place, across the stride of a frame.
 *
 * @param entry the model's entry, whose operator is {@code contiguous}
 * @param before brings the frames of a position together
 * @param contiguous the attention between the rearrangements
 * @param after takes them apart again
 * @param inPlace the same attention without rearrangements
 * @param spatial what the FLOPs are held against: attention over the positions of a frame, as the same network has it, of as many
 *     sequences and heads as take the same FLOPs; empty where no whole number of them comes within {@link #TOLERANCE}
 */
public record TemporalLayout(Entry entry, Rearrange before, Attention contiguous, Rearrange after, TemporalAttention inPlace,
        Optional<Attention> spatial) {
    /** How far the FLOPs of {@link #spatial} may be from those of the others. */
    public static final double TOLERANCE = 0.05;

    /** Every shape that has to be measured to compare the layouts. */
    public List<Operator> shapes() {
        return Stream.concat(Stream.<Operator>of(before, contiguous, after, inPlace), spatial.stream()).toList();
    }

    static TemporalLayout of(Entry entry, Attention a, Catalog catalog) {
        int channels = a.heads() * a.headDim();
        return new TemporalLayout(entry, new Rearrange(1, a.queryLength(), a.batch(), channels), a,
                new Rearrange(1, a.batch(), a.queryLength(), channels),
                new TemporalAttention(a.batch(), a.queryLength(), a.heads(), a.headDim(), a.causal()), spatial(entry, a, catalog));
    }

    private static Optional<Attention> spatial(Entry entry, Attention temporal, Catalog catalog) {
        return catalog.filter(e -> e.model().equals(entry.model()) && e.stage().equals(entry.stage()) && e.kind().equals("self")).entries()
                .stream().flatMap(e -> e.operator() instanceof Attention s && s.heads() == temporal.heads()
                        && s.headDim() == temporal.headDim() ? Stream.of(s) : Stream.empty())
                .findFirst().flatMap(s -> ofEqualFlops(s.queryLength(), temporal));
    }

    private static Optional<Attention> ofEqualFlops(int length, Attention temporal) {
        long oneHead = new Attention(1, 1, length, length, temporal.headDim()).flops();
        int heads = (int) Math.max(1, Math.round((double) temporal.flops() / oneHead));
        boolean wholeSequences = heads % temporal.heads() == 0;
        Attention spatial = new Attention(wholeSequences ? heads / temporal.heads() : 1, wholeSequences ? temporal.heads() : heads, length,
                length, temporal.headDim());
        return Math.abs(spatial.flops() - temporal.flops()) <= TOLERANCE * temporal.flops() ? Optional.of(spatial) : Optional.empty();
    }
}
