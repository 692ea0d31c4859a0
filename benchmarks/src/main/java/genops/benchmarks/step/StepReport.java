package genops.benchmarks.step;

import genops.results.document.Status;
import java.util.Map;

/**
 * What a forked JVM says about the step it ran.
 *
 * @param status what became of the step
 * @param reason one line where it is not {@code MEASURED}, else empty
 * @param threads threads the kernels could use
 * @param calls number of calls of the step
 * @param bytes memory that was reckoned with before anything was allocated
 * @param variants what was measured, by {@code unfused} and {@code flash}; empty where nothing was
 */
public record StepReport(Status status, String reason, int threads, int calls, long bytes, Map<String, Variant> variants) {

    public StepReport {
        variants = Map.copyOf(variants);
    }

    /**
     * The step with one kind of attention kernel.
     *
     * @param kernels the kernel that served each distinct shape, by {@code operator shape}
     * @param nanoseconds time of each step
     * @param classNanoseconds the part of it in each operator class, by the class's label
     * @param foreign share of the machine's processor time that others took in each step; NaN where the system does not tell
     */
    public record Variant(Map<String, String> kernels, double[] nanoseconds, Map<String, double[]> classNanoseconds, double[] foreign) {

        public Variant {
            kernels = Map.copyOf(kernels);
            classNanoseconds = Map.copyOf(classNanoseconds);
        }
    }
}
