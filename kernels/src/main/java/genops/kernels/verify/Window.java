package genops.kernels.verify;

/**
 * A part of a tensor, as fractions of its length: where an input was changed, and so, in the layouts of all operators but a
 * rearrangement, about where the output must have.
 *
 * @param first where it begins
 * @param end where it ends
 */
record Window(double first, double end) {}
