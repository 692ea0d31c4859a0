package genops.shapes.trace;

/** What a weight is to its network. */
public enum WeightRole {
    /** Matrices of linear layers, kernels of convolutions. */
    MATRIX,
    BIAS,
    /** Scales and shifts of normalisations. */
    NORM,
    /** Tables of token and position embeddings. */
    EMBEDDING
}
