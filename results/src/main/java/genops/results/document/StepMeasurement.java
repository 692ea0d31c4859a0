package genops.results.document;

import java.util.Map;

/**
 * One step of a stage run as it is, all recorded calls in order, with JMH's raw iteration data.
 *
 * @param model name of the model, with its variant where that is not the default
 * @param stage the network
 * @param pass which of the stage's passes, from 0; those of a decoder differ in the length of the cache
 * @param attention {@code unfused} or {@code flash}
 * @param stack whose kernels ran, e.g. {@code vector}
 * @param precision how operands are stored, e.g. {@code fp32}
 * @param threads threads the kernels could use
 * @param calls number of calls of the step
 * @param kernels the kernel that served each distinct shape, by {@code operator shape}
 * @param status what became of it
 * @param reason one line where the status is not {@code MEASURED}, else empty
 * @param nanoseconds time of one step: one row per fork, one column per iteration; empty where not measured
 * @param classNanoseconds the part of it in each operator class, by the class's label
 * @param turns as of a {@link Measurement}: steps with this word took turns in one JVM, column by column
 * @param foreign as of a {@link Measurement}
 * @param command one-line command that repeats this step alone
 */
public record StepMeasurement(String model, String stage, int pass, String attention, String stack, String precision, int threads,
        int calls, Map<String, String> kernels, Status status, String reason, double[][] nanoseconds,
        Map<String, double[][]> classNanoseconds, String turns, double[][] foreign, String command) {

    public StepMeasurement {
        kernels = Map.copyOf(kernels);
        classNanoseconds = Map.copyOf(classNanoseconds);
    }
}
