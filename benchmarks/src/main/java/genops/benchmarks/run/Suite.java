package genops.benchmarks.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What of the catalog a run times, and how its time is shared. */
public enum Suite {
    /**
     * What the findings need most, until the time is over: the heaviest shapes of every class beside the vendors', then whatever removes
     * most estimated time.
     */
    FINDINGS,
    /** What flash attention gains at single shapes, in two minutes: attention alone, by the kernels of one stack. */
    QUICK,
    /** Every distinct shape of the models chosen, with the kernels of one stack. */
    MODELS,
    /** Whole steps of stages, all calls in order. */
    STEPS,
    /** The heaviest shapes of every model and class, always the same ones, each kernel in forks of its own: what nights are compared by. */
    REPRESENTATIVE,
    /** Every distinct shape on every kernel. */
    FULL,
    /** Temporal attention in all of its layouts. */
    TEMPORAL_LAYOUTS;

    private static final double MINUTES = 15;
    private static final double QUICK_MINUTES = 2;
    /** Of the whole catalog. */
    private static final double MOST_MINUTES = 45;
    /** The ceilings, and twice the longest calls of a model of images. */
    private static final double MODELS_MINUTES = 2;
    private static final double SECONDS_OF_SHAPE = 2.3;

    /** The word on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The suite of this name.
     *
     * @throws IllegalArgumentException naming the suites there are
     */
    public static Suite of(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown suite '" + label + "'; known: " + Arrays.stream(values()).map(Suite::label).collect(Collectors.joining(", "))));
    }

    /**
     * Time it takes unless another is asked for, in minutes for each number of threads; empty where everything gets the time that it is worth.
     *
     * @param shapes number of distinct shapes that are selected
     */
    public OptionalDouble minutes(int shapes) {
        return switch (this) {
            case FINDINGS, REPRESENTATIVE -> OptionalDouble.of(MINUTES);
            case QUICK -> OptionalDouble.of(QUICK_MINUTES);
            case MODELS -> OptionalDouble.of(Math.min(MOST_MINUTES, MODELS_MINUTES + shapes * SECONDS_OF_SHAPE / 60));
            case STEPS, FULL, TEMPORAL_LAYOUTS -> OptionalDouble.empty();
        };
    }

    /** Whether a time is set within which the run chooses what it measures. */
    public boolean chooses() {
        return this == FINDINGS || this == QUICK || this == MODELS;
    }
}
