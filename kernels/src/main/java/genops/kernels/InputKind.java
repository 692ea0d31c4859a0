package genops.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Kinds of values that the inputs of an operator are filled with. A kernel that is right for one kind may be wrong for another: softmax
 * that subtracts no maximum overflows from 89 on, a variance taken as E[x²] − E[x]² cancels where the mean is large beside the spread.
 * {@link InputFill} states the numbers of each kind and operator; weights are uniform in every kind.
 */
public enum InputKind {
    /** Uniform in [−1, 1); for norms with a mean and a spread of its own in every group. What is timed. */
    UNIFORM,
    /** Uniform with a spread that overflows an exponential. */
    LARGE,
    /** A large mean with a small spread. */
    OFFSET,
    /** One value everywhere. */
    EQUAL,
    /** Around 2⁻¹⁰⁰, a quarter of them denormal. */
    TINY,
    /** Uniform in [−1, 1) with one large value in every row. */
    SPIKE,
    /** Uniform in [−1, 1) with minus infinity for a quarter of every row, as a mask makes it. */
    MASKED;

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of this label.
     *
     * @throws IllegalArgumentException naming the kinds there are
     */
    public static InputKind of(String label) {
        return Arrays.stream(values()).filter(k -> k.label().equals(label)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown inputs '" + label + "'; there are all, " + String.join(", ", labels())));
    }

    private static List<String> labels() {
        return Arrays.stream(values()).map(InputKind::label).toList();
    }
}
