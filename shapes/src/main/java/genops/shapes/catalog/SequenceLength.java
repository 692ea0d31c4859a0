package genops.shapes.catalog;

/**
 * The sequence length of one self-attention call, in the order of execution within one step of a stage.
 *
 * @param stage the network
 * @param kind {@code self} or {@code causal}
 * @param queryLength positions of the sequence
 * @param keyLength keys it attends to, which may include the text
 * @param steps number of steps in which this call is repeated
 */
public record SequenceLength(String stage, String kind, int queryLength, int keyLength, double steps) {}
