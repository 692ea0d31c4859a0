package genops.results.roofline;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.TemporalAttention;
import java.util.List;

/**
 * One pass of a call over its data, to which a roofline is applied; a call's time is the sum over its passes.
 *
 * @param flops floating-point operations
 * @param bytes bytes through memory
 * @param matrix whether the operations are matrix products, which devices have units of their own for
 */
public record Pass(long flops, long bytes, boolean matrix) {
    /** Operations per score of softmax: maximum, subtract, exponential, sum, divide. */
    private static final int SOFTMAX_FLOPS = 5;

    /**
     * The passes of one call. Unfused attention has three: {@code S = QKᵀ}, {@code softmax(S)} and {@code PV}, which write S, read
     * and write it, and read it; a mask does not spare it any score. A score matrix no larger than the cache never reaches memory.
     * Everything else, flash attention included, is one pass with the operator's FLOPs and least bytes.
     *
     * @param elementBytes bytes of one stored element
     * @param cacheBytes last-level cache
     */
    public static List<Pass> of(Operator operator, AttentionVariant variant, int elementBytes, long cacheBytes) {
        if (variant == AttentionVariant.UNFUSED) {
            if (operator instanceof Attention attention) {
                return unfused(attention, elementBytes, cacheBytes);
            }
            if (operator instanceof TemporalAttention temporal) {
                return unfused(temporal.contiguous(), elementBytes, cacheBytes);
            }
        }
        boolean matrix = switch (operator.type().operatorClass()) {
            case ATTENTION, CONVOLUTION, LINEAR -> true;
            case NORMALISATION, ACTIVATION, ELEMENTWISE, LAYOUT -> false;
        };
        return List.of(new Pass(operator.flops(), operator.bytes(elementBytes), matrix));
    }

    private static List<Pass> unfused(Attention a, int elementBytes, long cacheBytes) {
        long scores = (long) a.batch() * a.heads() * a.queryLength() * a.keyLength();
        long scoreBytes = scores * elementBytes > cacheBytes ? scores * elementBytes : 0;
        long half = a.bytes(elementBytes) / 2;
        long gemm = 2 * scores * a.headDim();
        return List.of(new Pass(gemm, half + scoreBytes, true), new Pass(SOFTMAX_FLOPS * scores, 2 * scoreBytes, false),
                new Pass(gemm, half + scoreBytes, true));
    }
}
