package genops.results;

import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.ReferenceFork;
import genops.results.document.RunDocument;
import genops.shapes.operator.Linear;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Nights of synthetic measurements. */
public final class TestRuns {
    private static final Instant FIRST = Instant.parse("2025-01-01T02:00:00Z");

    private TestRuns() {}

    /** The run of a night: commit {@code commit-<night>}. */
    public static RunDocument night(int night, List<Measurement> measurements) {
        RunDocument plain = TestDocuments.document();
        return new RunDocument(RunDocument.SCHEMA, FIRST.plus(night, ChronoUnit.DAYS).toString(), "commit-" + night, plain.command(),
                plain.machine(), plain.ceilings(), measurements);
    }

    /** Linear layers of {@code count} shapes by {@code vector/gemm}. */
    public static List<Measurement> linear(int count, ToDoubleFunction<Integer> nanoseconds, int forks, double noise, long seed) {
        var random = new java.util.SplittableRandom(seed);
        return IntStream.range(0, count).mapToObj(i -> TestDocuments.measured(new Linear(8 + i, 16, 32, false), "vector/gemm",
                forks(nanoseconds.applyAsDouble(i), forks, noise, random))).toList();
    }

    private static double[][] forks(double nanoseconds, int forks, double noise, java.util.SplittableRandom random) {
        return IntStream.range(0, forks).mapToObj(f -> {
            double level = nanoseconds * Math.exp(noise * random.nextGaussian());
            return IntStream.range(0, 3).mapToDouble(i -> level * Math.exp(noise / 3 * random.nextGaussian())).toArray();
        }).toArray(double[][]::new);
    }

    /** The same run with the times of one kernel at one shape multiplied. */
    public static RunDocument scaled(RunDocument document, String shape, double factor) {
        return document.with(document.ceilings(), document.measurements().stream().map(m -> m.shape().equals(shape)
                ? new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(),
                        m.reason(), times(m.nanoseconds(), factor), m.deviceNanoseconds(), m.launches(), m.error(),
                        m.tolerance(), m.command())
                : m).toList());
    }

    private static double[][] times(double[][] nanoseconds, double factor) {
        return Arrays.stream(nanoseconds).map(f -> Arrays.stream(f).map(x -> x * factor).toArray()).toArray(double[][]::new);
    }

    /** The same run on another JDK. */
    public static RunDocument onJdk(RunDocument document, String jdk) {
        Machine m = document.machine();
        return document.on(new Machine(m.cpu(), m.architecture(), m.cores(), m.caches(), m.lastLevelCacheBytes(), m.memoryBytes(), m.os(),
                jdk, m.jvmFlags(), m.vector(), m.gpu(), m.gpuDriver()));
    }

    /** The same run on another processor. */
    public static RunDocument onCpu(RunDocument document, String cpu) {
        Machine m = document.machine();
        return document.on(new Machine(cpu, m.architecture(), m.cores(), m.caches(), m.lastLevelCacheBytes(), m.memoryBytes(), m.os(),
                m.jdk(), m.jvmFlags(), m.vector(), m.gpu(), m.gpuDriver()));
    }

    /**
     * The same run, each measurement of which was timed in six forks with a reference.
     *
     * @param ratio of the times of this build and of the reference, by the place of the measurement
     * @param noise deviation of the logarithm of the ratio of a fork
     */
    public static RunDocument against(String reference, RunDocument document, ToDoubleFunction<Integer> ratio, double noise, long seed) {
        var random = new java.util.SplittableRandom(seed);
        return document.withReference(reference).with(document.ceilings(), IntStream.range(0, document.measurements().size())
                .mapToObj(i -> document.measurements().get(i).withReferenceForks(IntStream.range(0, 6)
                        .mapToObj(f -> new ReferenceFork(Math.log(ratio.applyAsDouble(i)) + noise * random.nextGaussian(), noise / 3, f % 2 == 0))
                        .toList())).toList());
    }
}
