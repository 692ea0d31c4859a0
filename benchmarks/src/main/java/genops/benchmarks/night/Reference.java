package genops.benchmarks.night;

import genops.benchmarks.ab.InPairs;
import genops.benchmarks.ab.PairedBuilds;
import genops.benchmarks.ab.PairedCase;
import genops.benchmarks.ab.PairedResult;
import genops.benchmarks.run.Build;
import genops.benchmarks.run.Case;
import genops.benchmarks.run.CaseCost;
import genops.benchmarks.run.JmhLock;
import genops.benchmarks.run.RunRequest;
import genops.results.comparison.Thresholds;
import genops.results.document.Measurement;
import genops.results.document.ReferenceFork;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.results.statistics.PairedFork;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.openjdk.jmh.runner.RunnerException;

/** A fixed build that the cases of every night are timed in pairs with. */
public final class Reference {
    /** One of each order. */
    public static final int FEWEST_FORKS = 2;
    /** Of what is stored. */
    private static final double DIGITS = 1e6;

    private final Path jar;
    private final Path own;
    private final List<String> further;
    private final PairedBuilds builds;
    private final String identity;

    /**
     * Brings it together with this build.
     *
     * @param jar its {@code benchmarks.jar}
     * @param own that of this build
     * @param further files with further kernels
     * @throws IllegalArgumentException one line where there is no such file, or it cannot be loaded beside this build
     */
    public Reference(Path jar, Path own, List<String> further) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("no such jar: " + jar);
        }
        PairedBuilds.Met met = PairedBuilds.meet(jar, own, further, List.of());
        builds = met.builds().orElseThrow(() -> new IllegalArgumentException(
                "this build cannot be timed in pairs with the reference: " + met.reason().orElseThrow() + "; take a newer one"));
        this.jar = jar;
        this.own = own;
        this.further = List.copyOf(further);
        String commit = Build.of(jar).commit();
        identity = Build.isNamed(commit) ? commit : "sha256:" + checksum(jar);
    }

    private static String checksum(Path jar) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Its commit or, where that does not say what is in the jar, the checksum of the jar. */
    public String identity() {
        return identity;
    }

    /**
     * What is spent.
     *
     * @param time of all cases together
     * @param forks of each case
     */
    public record Effort(Duration time, int forks) {}

    /**
     * Times the measured cases of a night in pairs with it, those that are expected to take longest first, as far as the time goes.
     *
     * @param cases of the night
     * @param night what is known of them, in their order; those that have their forks already keep them
     * @param file where the document is written after each case
     * @return the document with the forks
     */
    public RunDocument time(RunRequest request, List<Case> cases, RunDocument night, Path file, Effort effort, PrintStream out)
            throws IOException, RunnerException {
        List<Measurement> measurements = new ArrayList<>(night.measurements());
        List<Case> pairable = PairedBuilds.pairable(jar, own, cases);
        List<Integer> wanted = IntStream.range(0, cases.size()).boxed()
                .filter(i -> measurements.get(i).status() == Status.MEASURED && pairable.contains(cases.get(i)))
                .sorted(Comparator.comparingDouble(i -> -CaseCost.callSeconds(cases.get(i)))).toList();
        out.println("A: the reference " + identity + ", B: this build");
        if (builds.inliningDiffers()) {
            out.println("the builds name different methods to inline, and forks have those of both");
        }
        long end = System.nanoTime() + effort.time.toNanos();
        RunDocument document = night;
        int failed = 0;
        try (JmhLock lock = JmhLock.take()) {
            InPairs pairs = InPairs.ofForks(request, builds, effort.forks, Thresholds.DEFAULT.ofRatios(), out);
            for (int i : wanted) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive()) {
                    break;
                }
                if (measurements.get(i).referenceForks().isEmpty()) {
                    PairedResult result = pairs.run(List.of(PairedCase.ofBuilds(cases.get(i))), left).getFirst();
                    failed += result.failure().isPresent() ? 1 : 0;
                    if (result.failure().isEmpty() && result.count() >= FEWEST_FORKS) {
                        measurements.set(i, measurements.get(i).withReferenceForks(result.forks().stream().map(Reference::stored).toList()));
                        document = document.with(document.ceilings(), measurements);
                        RunDocuments.write(file, document);
                    }
                }
            }
        }
        out.println(summary(measurements, wanted.size(), failed));
        return document;
    }

    private static String summary(List<Measurement> measurements, int wanted, int failed) {
        long measured = measurements.stream().filter(m -> m.status() == Status.MEASURED).count();
        long reached = measurements.stream().filter(m -> !m.referenceForks().isEmpty()).count();
        return String.format(Locale.ROOT, "against the reference: %d of %d measured cases%s%s%s", reached, measured,
                measured == wanted ? "" : ", " + (measured - wanted) + " run on a device or by other native libraries",
                failed == 0 ? "" : ", " + failed + " failed in pairs",
                reached + failed == wanted ? "" : ", " + (wanted - reached - failed) + " not reached in the time");
    }

    private static ReferenceFork stored(PairedFork fork) {
        return new ReferenceFork(Math.rint(DIGITS * fork.logRatio()) / DIGITS, Math.rint(DIGITS * fork.error()) / DIGITS, fork.reversed());
    }
}
