package genops.results.table;

import genops.shapes.operator.Activation;
import genops.shapes.operator.Add;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.BroadcastAdd;
import genops.shapes.operator.Concat;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Embedding;
import genops.shapes.operator.GatedActivation;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.LayerNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.RmsNorm;
import genops.shapes.operator.RotaryEmbedding;
import genops.shapes.operator.Scale;
import genops.shapes.operator.Softmax;
import genops.shapes.operator.TemporalAttention;
import genops.shapes.operator.TemporalConvolution;
import genops.shapes.operator.Upsample;

/**
 * Shapes that ask the same of a kernel: operator classes, the compute-bound ones split by what decides how fast they can be. No class holds
 * calls of two kinds of attention.
 */
enum ShapeClass {
    ATTENTION_WIDE("attention, prefill-like, q ≥ 256, head dim ≥ 64"),
    ATTENTION_NARROW("attention, prefill-like, q ≥ 256, head dim < 64"),
    ATTENTION_FEW_QUERIES("attention, prefill-like, q < 256"),
    ATTENTION_DECODE("attention, decode-like"),
    ATTENTION_SHORT("attention, short sequences"),
    CONVOLUTION_3X3("convolution, 3×3 stride 1"),
    CONVOLUTION_OTHER("convolution, others"),
    LINEAR_MANY_ROWS("linear, m ≥ 64"),
    LINEAR_SOME_ROWS("linear, 4 < m < 64"),
    LINEAR_FEW_ROWS("linear, m ≤ 4"),
    NORMALISATION("normalisation"),
    ACTIVATION("activation"),
    ELEMENTWISE("elementwise"),
    LAYOUT("layout");

    private static final int MANY_QUERIES = 256;
    private static final int WIDE_HEAD = 64;
    private static final int MANY_ROWS = 64;
    private static final int FEW_ROWS = 4;

    private final String label;

    ShapeClass(String label) {
        this.label = label;
    }

    /** The name shown in the table. */
    String label() {
        return label;
    }

    /** The class of a shape. */
    static ShapeClass of(Operator operator) {
        return switch (operator) {
            case Attention a -> attention(a);
            case TemporalAttention a -> attention(a.contiguous());
            case Convolution c -> c.kernelH() == 3 && c.kernelW() == 3 && c.stride() == 1 ? CONVOLUTION_3X3 : CONVOLUTION_OTHER;
            case TemporalConvolution _ -> CONVOLUTION_OTHER;
            case Linear l -> l.rows() >= MANY_ROWS ? LINEAR_MANY_ROWS : l.rows() > FEW_ROWS ? LINEAR_SOME_ROWS : LINEAR_FEW_ROWS;
            case GroupNorm _, LayerNorm _, RmsNorm _, Softmax _ -> NORMALISATION;
            case Activation _, GatedActivation _ -> ACTIVATION;
            case Add _, BroadcastAdd _, Scale _, RotaryEmbedding _ -> ELEMENTWISE;
            case Concat _, Embedding _, Upsample _, Rearrange _ -> LAYOUT;
        };
    }

    private static ShapeClass attention(Attention attention) {
        return switch (AttentionKind.of(attention).orElseThrow()) {
            case PREFILL_LIKE -> attention.queryLength() < MANY_QUERIES ? ATTENTION_FEW_QUERIES
                    : attention.headDim() >= WIDE_HEAD ? ATTENTION_WIDE : ATTENTION_NARROW;
            case DECODE_LIKE -> ATTENTION_DECODE;
            case SHORT_SEQUENCES -> ATTENTION_SHORT;
        };
    }
}
