package genops.results.table;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;

/** Shapes that ask the same of a kernel: operator classes, the compute-bound ones split by what decides how fast they can be. */
enum ShapeClass {
    ATTENTION_WIDE("attention, q ≥ 256, head dim ≥ 64"),
    ATTENTION_NARROW("attention, q ≥ 256, head dim < 64"),
    ATTENTION_DECODE("attention, q = 1"),
    ATTENTION_OTHER("attention, others"),
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
            case Convolution c -> c.kernelH() == 3 && c.kernelW() == 3 && c.stride() == 1 ? CONVOLUTION_3X3 : CONVOLUTION_OTHER;
            case Linear l -> l.rows() >= MANY_ROWS ? LINEAR_MANY_ROWS : l.rows() > FEW_ROWS ? LINEAR_SOME_ROWS : LINEAR_FEW_ROWS;
            default -> switch (operator.type().operatorClass()) {
                case ATTENTION -> ATTENTION_OTHER;
                case CONVOLUTION -> CONVOLUTION_OTHER;
                case LINEAR -> LINEAR_MANY_ROWS;
                case NORMALISATION -> NORMALISATION;
                case ACTIVATION -> ACTIVATION;
                case ELEMENTWISE -> ELEMENTWISE;
                case LAYOUT -> LAYOUT;
            };
        };
    }

    private static ShapeClass attention(Attention attention) {
        if (attention.queryLength() >= MANY_QUERIES) {
            return attention.headDim() >= WIDE_HEAD ? ATTENTION_WIDE : ATTENTION_NARROW;
        }
        return attention.queryLength() == 1 ? ATTENTION_DECODE : ATTENTION_OTHER;
    }
}
