package genops.shapes.operator;

/**
 * The mathematical contract of one operator together with its numbers: a <em>shape</em>.
 *
 * <p>A shape has one canonical text form, {@link #text()}, which is its identity on the command line, as JMH parameter, in
 * result files and in plots. {@link OperatorType#parse(String)} reads it back to an equal record.
 *
 * <p>FLOPs count a multiply and an add as two operations and leave out what is of lower order (bias, softmax, mask) and
 * what need not be done: scores that a mask hides, taps of a convolution that meet padding. Bytes are the least any implementation has to
 * move through memory: each input that is needed read once, each output written once.
 */
public sealed interface Operator
        permits Activation, Add, Attention, BroadcastAdd, Concat, Convolution, Embedding, GatedActivation, GroupNorm, LayerNorm,
                Linear, Rearrange, RmsNorm, RotaryEmbedding, Scale, Softmax, TemporalAttention, TemporalConvolution, Upsample {

    /** The operator this is a shape of. */
    OperatorType type();

    /** The canonical text of this shape, e.g. {@code m8192_n320_k320}. */
    String text();

    /** Floating-point operations of one call; the formula is stated by each record. */
    long flops();

    /**
     * Least bytes moved by one call: each input that is needed read once and each output written once.
     *
     * @param elementBytes bytes of one floating-point element in memory, e.g. 4 for fp32
     */
    long bytes(int elementBytes);
}
