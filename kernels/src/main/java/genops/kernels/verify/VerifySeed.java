package genops.kernels.verify;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The seed of inputs and samples: another one in every run, so that no kernel can know which elements are compared, unless the system
 * property {@value #PROPERTY} gives it again.
 */
public final class VerifySeed {
    /** System property: a whole number. */
    public static final String PROPERTY = "genops.verify.seed";
    /** Seeds are short enough to be typed. */
    private static final long BOUND = 1_000_000_000;

    private VerifySeed() {}

    /** The seed given, or a new one. */
    public static long get() {
        Long given = Long.getLong(PROPERTY);
        return given == null ? ThreadLocalRandom.current().nextLong(1, BOUND) : given;
    }
}
