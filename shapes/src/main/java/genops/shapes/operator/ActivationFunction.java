package genops.shapes.operator;

import java.util.Arrays;

/** Pointwise non-linear functions. */
public enum ActivationFunction {
    /** {@code max(x, 0)}. */
    RELU("relu", 1),
    /** {@code x / (1 + e^−x)}. */
    SILU("silu", 5),
    /** {@code x · Φ(x)} with the error function (Hendrycks and Gimpel, arXiv 1606.08415). */
    GELU("gelu", 8),
    /** {@code x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))}, the tanh approximation of the same paper. */
    GELU_TANH("gelutanh", 10),
    /** {@code x / (1 + e^(−1.702 x))}, as in CLIP. */
    QUICK_GELU("quickgelu", 6);

    private final String label;
    private final int flopsPerElement;

    ActivationFunction(String label, int flopsPerElement) {
        this.label = label;
        this.flopsPerElement = flopsPerElement;
    }

    /** The word used in the canonical text. */
    public String label() {
        return label;
    }

    /** Operations counted per element, one for each arithmetic operation or elementary function. */
    public int flopsPerElement() {
        return flopsPerElement;
    }

    static ActivationFunction of(String label) {
        return Arrays.stream(values())
                .filter(f -> f.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown activation function " + label));
    }
}
