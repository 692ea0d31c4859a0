package genops.shapes.trace;

/** Which keys a query may attend to. */
public enum Mask {
    /** All of them. */
    FULL,
    /** Those that are not behind it; see {@link genops.shapes.operator.Attention}. */
    CAUSAL
}
