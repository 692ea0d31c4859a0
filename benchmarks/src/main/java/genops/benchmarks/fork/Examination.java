package genops.benchmarks.fork;

import genops.kernels.Kernel;
import genops.kernels.verify.KernelCheck;

/**
 * How a kernel was verified.
 *
 * @param seed of inputs and samples; 0 where it was not verified
 * @param factor on the tolerance, as the kernel states it; 0 where it was not verified
 * @param reason why the factor is not 1, else empty
 * @param seconds that the verification took, the verified calls among it
 */
public record Examination(long seed, double factor, String reason, double seconds) {
    /** Of a case that did not come so far. */
    static final Examination NONE = new Examination(0, 0, "", 0);

    /** What a check knows by now. */
    public static Examination of(Kernel<?> kernel, KernelCheck<?> check, long seed) {
        return new Examination(seed, kernel.errorFactor(), kernel.errorReason().orElse(""), check.time().toNanos() / 1e9);
    }

    /** This one with the time of another fork's added; of a fork that did not come so far there is nothing but the other. */
    Examination and(Examination other) {
        Examination known = seed == 0 ? other : this;
        return new Examination(known.seed, known.factor, known.reason, seconds + other.seconds);
    }
}
