package genops.results.composition;

import genops.shapes.catalog.Entry;
import genops.shapes.operator.Attention;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import genops.shapes.operator.TemporalAttention;
import java.util.Set;

/**
 * What temporal attention costs in a model: every attention call over the frames, and every rearrangement between the layout with
 * whole frames and the one with whole sequences over time, since the layout is exchanged for such calls alone. Attention that is
 * neither over the frames alone nor to another sequence is spatial, or joint where its sequence runs over positions and frames.
 * Linear layers before and after attention count as linear layers.
 */
public final class TemporalCost {
    private static final Set<String> LAYOUTS = Set.of("time-first", "space-first");

    private TemporalCost() {}

    /** Attention over the frames. */
    public static boolean temporalAttention(Entry entry) {
        return attention(entry) && (entry.kind().equals("temporal") || entry.type() == OperatorType.TEMPORAL_ATTENTION);
    }

    /** Attention to another sequence, such as the text. */
    public static boolean crossAttention(Entry entry) {
        return attention(entry) && entry.kind().equals("cross");
    }

    /** Attention over the positions of a frame or of an image, over a text, or over all frames jointly. */
    public static boolean spatialAttention(Entry entry) {
        return attention(entry) && !temporalAttention(entry) && !crossAttention(entry);
    }

    /** The rearrangements that temporal attention needs. */
    public static boolean rearrangement(Entry entry) {
        return entry.type() == OperatorType.REARRANGE && LAYOUTS.contains(entry.kind());
    }

    /** Temporal attention with its rearrangements. */
    public static boolean temporal(Entry entry) {
        return rearrangement(entry) || temporalAttention(entry);
    }

    /** All attention with those rearrangements: what {@link #temporal} is a share of. */
    public static boolean whole(Entry entry) {
        return rearrangement(entry) || attention(entry);
    }

    /** An entry as it is where temporal attention runs in place, on tensors with frames outermost; other entries as they are. */
    public static Entry inPlace(Entry entry) {
        return entry.operator() instanceof Attention a && temporalAttention(entry)
                ? new Entry(entry.model(), entry.stage(), entry.phase(), new TemporalAttention(a.batch(), a.queryLength(), a.heads(),
                        a.headDim(), a.causal()), entry.kind(), entry.callsPerStep(), entry.steps())
                : entry;
    }

    private static boolean attention(Entry entry) {
        return entry.type().operatorClass() == OperatorClass.ATTENTION;
    }
}
