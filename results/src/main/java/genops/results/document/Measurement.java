package genops.results.document;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * One case: kernel × shape × precision × threads, with JMH's raw iteration data.
 *
 * @param operator name of the operator, e.g. {@code attention}
 * @param shape canonical text of the shape
 * @param kernel id of the kernel, e.g. {@code vector/flash}
 * @param precision how operands are stored, e.g. {@code fp32}
 * @param threads threads the kernel could use; 0 on a device
 * @param flops floating-point operations of one call
 * @param bytes least bytes one call moves
 * @param status what became of it
 * @param reason one line where the status is not {@code MEASURED}, else empty
 * @param nanoseconds host time of one call: one row per fork, one column per iteration; empty where not measured
 * @param deviceNanoseconds device time of one call, likewise; empty for CPU kernels
 * @param launches kernels that one call launches on a device; 0 on a CPU
 * @param error verification error: the largest of all forks, before and after timing, relative to the element's magnitude; NaN where
 *     not verified
 * @param tolerance the error allowed
 * @param command one-line command that repeats this case alone; what it says of how the case was timed is a part of its
 *     {@link MeasurementKey}
 * @param turns kernels of one shape that took turns in one JVM share this word, unique in the document: value {@code [i][j]} of each was
 *     taken in the same round, so that ratios are those of pairs; empty where the kernel ran in forks of its own
 * @param foreign share of the machine's processor time that others took or that was stolen while each of {@code nanoseconds} was taken;
 *     empty where the system does not tell
 * @param workspaceBytes memory the kernel needs beside the operator's tensors: packed weights, scratch, a score matrix
 * @param verificationSeed of inputs and samples; {@code -Dgenops.verify.seed} gives them again; 0 where not known
 * @param errorFactor on the suite's tolerance, as the kernel states it; 0 where not known
 * @param errorReason why it is not 1, else empty
 * @param verificationSeconds time that verification took in all forks together, the verified calls among it; 0 where not known
 * @param referenceForks processes in which this case took turns with the same case of the document's reference; empty where there were none
 */
public record Measurement(String operator, String shape, String kernel, String precision, int threads, long flops, long bytes,
        Status status, String reason, double[][] nanoseconds, double[][] deviceNanoseconds,
        @JsonSetter(nulls = Nulls.AS_EMPTY) int launches, double error, double tolerance, String command,
        @JsonSetter(nulls = Nulls.AS_EMPTY) String turns, @JsonSetter(nulls = Nulls.AS_EMPTY) double[][] foreign,
        @JsonSetter(nulls = Nulls.AS_EMPTY) long workspaceBytes, @JsonSetter(nulls = Nulls.AS_EMPTY) long verificationSeed,
        @JsonSetter(nulls = Nulls.AS_EMPTY) double errorFactor, @JsonSetter(nulls = Nulls.AS_EMPTY) String errorReason,
        @JsonSetter(nulls = Nulls.AS_EMPTY) double verificationSeconds, @JsonSetter(nulls = Nulls.AS_EMPTY) List<ReferenceFork> referenceForks) {
    private static final double[][] UNTOLD = {};

    public Measurement {
        referenceForks = List.copyOf(referenceForks);
    }

    /** A case of whose verification only the error is known. */
    public Measurement(String operator, String shape, String kernel, String precision, int threads, long flops, long bytes, Status status,
            String reason, double[][] nanoseconds, double[][] deviceNanoseconds, int launches, double error, double tolerance,
            String command, String turns, double[][] foreign, long workspaceBytes) {
        this(operator, shape, kernel, precision, threads, flops, bytes, status, reason, nanoseconds, deviceNanoseconds, launches, error,
                tolerance, command, turns, foreign, workspaceBytes, 0, 0, "", 0, List.of());
    }

    /** A case that ran in forks of its own, and of which nothing is known beside its times. */
    public Measurement(String operator, String shape, String kernel, String precision, int threads, long flops, long bytes, Status status,
            String reason, double[][] nanoseconds, double[][] deviceNanoseconds, int launches, double error, double tolerance,
            String command) {
        this(operator, shape, kernel, precision, threads, flops, bytes, status, reason, nanoseconds, deviceNanoseconds, launches, error,
                tolerance, command, "", UNTOLD, 0);
    }

    /** This case with other raw times of the host. */
    public Measurement withTimes(double[][] hostNanoseconds, double[][] othersShare) {
        return new Measurement(operator, shape, kernel, precision, threads, flops, bytes, status, reason, hostNanoseconds,
                deviceNanoseconds, launches, error, tolerance, command, turns, othersShare, workspaceBytes, verificationSeed, errorFactor,
                errorReason, verificationSeconds, referenceForks);
    }

    /** This case with another word for those it took turns with. */
    public Measurement withTurns(String word) {
        return new Measurement(operator, shape, kernel, precision, threads, flops, bytes, status, reason, nanoseconds, deviceNanoseconds,
                launches, error, tolerance, command, word, foreign, workspaceBytes, verificationSeed, errorFactor, errorReason,
                verificationSeconds, referenceForks);
    }

    /** This case with what is known of its verification. */
    public Measurement withVerification(long seed, double factor, String factorReason, double seconds) {
        return new Measurement(operator, shape, kernel, precision, threads, flops, bytes, status, reason, nanoseconds, deviceNanoseconds,
                launches, error, tolerance, command, turns, foreign, workspaceBytes, seed, factor, factorReason, seconds,
                referenceForks);
    }

    /** This case with FLOPs and bytes counted anew. */
    public Measurement withWork(long countedFlops, long countedBytes) {
        return new Measurement(operator, shape, kernel, precision, threads, countedFlops, countedBytes, status, reason, nanoseconds,
                deviceNanoseconds, launches, error, tolerance, command, turns, foreign, workspaceBytes, verificationSeed, errorFactor,
                errorReason, verificationSeconds, referenceForks);
    }

    /** This case with the processes in which it took turns with the reference. */
    public Measurement withReferenceForks(List<ReferenceFork> forks) {
        return new Measurement(operator, shape, kernel, precision, threads, flops, bytes, status, reason, nanoseconds, deviceNanoseconds,
                launches, error, tolerance, command, turns, foreign, workspaceBytes, verificationSeed, errorFactor, errorReason,
                verificationSeconds, forks);
    }

    /** The time that tables and comparisons use: device time where there is any, else host time. */
    public double[][] scoreNanoseconds() {
        return deviceNanoseconds.length > 0 ? deviceNanoseconds : nanoseconds;
    }
}
