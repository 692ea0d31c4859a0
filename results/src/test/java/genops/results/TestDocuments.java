package genops.results;

import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import java.util.List;

/** Synthetic run documents with times that can be computed by hand. */
public final class TestDocuments {
    /** 100 GFLOP/s. */
    public static final double PEAK = 100e9;
    /** 10 GB/s. */
    public static final double READ = 10e9;
    /** 20 GB/s, read and written. */
    public static final double COPY = 20e9;

    private TestDocuments() {}

    public static RunDocument document(Measurement... measurements) {
        Machine machine = new Machine("Test CPU", "amd64", 2, List.of("L3 8 MiB"), 8L << 20, 4L << 30, "Linux", "JDK 25",
                List.of("-Xmx1g"), "512-bit, 16 fp32 lanes", "", "");
        List<Ceiling> ceilings = List.of(
                new Ceiling("fma", 2, 1000, steady(1000 / PEAK * 1e9)),
                new Ceiling("read", 2, 1000, steady(1000 / READ * 1e9)),
                new Ceiling("copy", 2, 1000, steady(1000 / COPY * 1e9)));
        return new RunDocument(RunDocument.SCHEMA, "2025-01-01T00:00:00Z", "0123456", "benchmarks.jar", machine, ceilings,
                List.of(measurements));
    }

    /** A case measured in three forks of two iterations that all took the same time. */
    public static Measurement measured(Operator operator, String kernel, double nanoseconds) {
        return measured(operator, kernel, steady(nanoseconds));
    }

    /** The same with another number of threads than 2. */
    public static Measurement measured(Operator operator, String kernel, int threads, double nanoseconds) {
        return of(operator, kernel, threads, Status.MEASURED, "", steady(nanoseconds));
    }

    public static Measurement measured(Operator operator, String kernel, double[][] nanoseconds) {
        return of(operator, kernel, Status.MEASURED, "", nanoseconds);
    }

    /** The same case, having taken turns with those that share the word while others took these shares of the processors. */
    public static Measurement inTurns(Measurement m, String turns, double[][] foreign) {
        return m.withTimes(m.nanoseconds(), foreign).withTurns(turns);
    }

    /** A case on a device, by its own clock and by the host's. */
    public static Measurement onDevice(Operator operator, String kernel, double deviceNanoseconds, double hostNanoseconds, int launches) {
        return new Measurement(operator.type().label(), operator.text(), kernel, "fp16", 0, operator.flops(), operator.bytes(2),
                Status.MEASURED, "", steady(hostNanoseconds), steady(deviceNanoseconds), launches, 1e-4, 1e-3, "java -jar benchmarks.jar");
    }

    public static Measurement failed(Operator operator, String kernel, Status status, String reason) {
        return of(operator, kernel, status, reason, new double[0][]);
    }

    private static Measurement of(Operator operator, String kernel, Status status, String reason, double[][] nanoseconds) {
        return of(operator, kernel, 2, status, reason, nanoseconds);
    }

    private static Measurement of(Operator operator, String kernel, int threads, Status status, String reason, double[][] nanoseconds) {
        return new Measurement(operator.type().label(), operator.text(), kernel, "fp32", threads, operator.flops(), operator.bytes(4), status,
                reason, nanoseconds, new double[0][], 0, status == Status.MEASURED ? 1e-7 : Double.NaN, 1e-5, "java -jar benchmarks.jar");
    }

    private static double[][] steady(double nanoseconds) {
        double[] fork = {nanoseconds, nanoseconds};
        return new double[][] {fork, fork, fork};
    }
}
