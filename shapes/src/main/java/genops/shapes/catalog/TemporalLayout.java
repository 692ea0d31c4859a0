package genops.shapes.catalog;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.TemporalAttention;

/**
 * The two ways to run one temporal attention of a model on tensors with frames outermost: rearrange, attend to contiguous sequences
 * and rearrange back, as the model's entries are; or attend in place, across the stride of a frame.
 *
 * @param entry the model's entry, whose operator is {@code contiguous}
 * @param before brings the frames of a position together
 * @param contiguous the attention between the rearrangements
 * @param after takes them apart again
 * @param inPlace the same attention without rearrangements
 */
public record TemporalLayout(Entry entry, Rearrange before, Attention contiguous, Rearrange after, TemporalAttention inPlace) {

    static TemporalLayout of(Entry entry, Attention a) {
        int channels = a.heads() * a.headDim();
        return new TemporalLayout(entry, new Rearrange(1, a.queryLength(), a.batch(), channels), a,
                new Rearrange(1, a.batch(), a.queryLength(), channels),
                new TemporalAttention(a.batch(), a.queryLength(), a.heads(), a.headDim(), a.causal()));
    }
}
