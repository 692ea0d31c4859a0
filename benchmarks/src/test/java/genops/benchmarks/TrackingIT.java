package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.benchmarks.JarProcess.Ended;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs compare, history and export on the cases of the run in {@code results/}, with times of four forks drawn at 1 % noise. */
class TrackingIT {
    private static final String KERNEL = "vector/flash";
    private static final RunDocument RUN = committed();

    @TempDir
    Path folder;

    private static RunDocument committed() {
        try (Stream<Path> files = Files.list(Path.of("..", "results"))) {
            return RunDocuments.read(files.filter(f -> f.getFileName().toString().matches("run-.*\\.json")).sorted().findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A night on which one kernel took so much longer at one shape. */
    private static RunDocument night(int night, String shape, double factor) {
        SplittableRandom random = new SplittableRandom(night);
        List<Measurement> measurements = RUN.measurements().stream().filter(m -> m.status() == Status.MEASURED).map(m -> {
            double level = m.nanoseconds()[0][0] * (m.kernel().equals(KERNEL) && m.shape().equals(shape) ? factor : 1);
            double[][] forks = IntStream.range(0, 4).mapToObj(f -> {
                double fork = level * Math.exp(0.01 * random.nextGaussian());
                return IntStream.range(0, 3).mapToDouble(i -> fork * Math.exp(0.01 * random.nextGaussian())).toArray();
            }).toArray(double[][]::new);
            return new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(), "",
                    forks, new double[0][], 0, m.error(), m.tolerance(), m.command());
        }).toList();
        return new RunDocument(RunDocument.SCHEMA, Instant.parse("2025-01-01T02:00:00Z").plus(night, ChronoUnit.DAYS).toString(),
                "commit-" + night, RUN.command(), RUN.machine(), RUN.ceilings(), measurements);
    }

    private static RunDocument onJdk(RunDocument d, String jdk) {
        Machine m = d.machine();
        return new RunDocument(d.schema(), d.started(), d.commit(), d.command(), new Machine(m.cpu(), m.architecture(), m.cores(), m.caches(),
                m.lastLevelCacheBytes(), m.memoryBytes(), m.os(), jdk, m.jvmFlags(), m.vector(), m.gpu(), m.gpuDriver()), d.ceilings(),
                d.measurements());
    }

    private static String shape() {
        return RUN.measurements().stream().filter(m -> m.kernel().equals(KERNEL) && m.status() == Status.MEASURED).findFirst().orElseThrow()
                .shape();
    }

    private String write(String name, RunDocument run) {
        Path file = folder.resolve(name);
        RunDocuments.write(file, run);
        return file.toString();
    }

    private Ended jar(String... arguments) throws Exception {
        return JarProcess.run(folder, Map.of(), List.of(), List.of(arguments));
    }

    @Test
    void aRunComparedWithItselfSaysNothing() throws Exception {
        String run = write("a.json", night(0, "", 1));
        Ended ended = jar("compare", run, run);
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains(": 0 slower, 0 faster, "), ended.out());
        assertEquals("", ended.err());
    }

    @Test
    void oneSlowerKernelIsFoundAndNoOtherBlamed() throws Exception {
        String before = write("a.json", night(0, "", 1));
        String after = write("b.json", night(1, shape(), 1.07));
        Ended ended = jar("compare", before, after);
        assertEquals(3, ended.status(), ended.err());
        assertTrue(ended.out().contains(": 1 slower, 0 faster, "), ended.out());
        assertTrue(ended.out().contains(shape() + " " + KERNEL), ended.out());
        assertTrue(ended.out().contains("stable-diffusion") && ended.out().contains("one inference"), ended.out());
        Ended json = jar("compare", "--format", "json", before, after);
        JsonNode root = new JsonMapper().readTree(json.out());
        long slower = Stream.iterate(0, i -> i + 1).limit(root.get("changes").size()).map(i -> root.get("changes").get(i))
                .filter(c -> c.get("verdict").textValue().equals("slower")).count();
        assertEquals(1, slower);
        assertEquals(0, jar("compare", after, before).status(), "faster is no regression");
    }

    /** Half of the cases of the newer run are missing, one crashed: whatever else it says, that is no success. */
    @Test
    void whatWasLostIsNamedAndEndsWithStatus1() throws Exception {
        RunDocument whole = night(0, "", 1);
        RunDocument next = night(1, "", 1);
        List<Measurement> half = new ArrayList<>(next.measurements().subList(0, next.measurements().size() / 2));
        Measurement first = half.removeFirst();
        half.add(new Measurement(first.operator(), first.shape(), first.kernel(), first.precision(), first.threads(), first.flops(),
                first.bytes(), Status.CRASHED, "exit code 7", new double[0][], new double[0][], 0, Double.NaN, Double.NaN, first.command()));
        Path nights = Files.createDirectory(folder.resolve("nights"));
        RunDocuments.write(nights.resolve("a.json"), whole);
        RunDocuments.write(nights.resolve("b.json"), next.with(next.ceilings(), half));
        for (Ended ended : List.of(jar("compare", nights + "/a.json", nights + "/b.json"), jar("history", nights.toString()))) {
            assertEquals(1, ended.status(), ended.err());
            assertTrue(ended.out().contains("lost: " + MeasurementKey.of(first).text() + ": crashed: exit code 7"), ended.out());
            assertTrue(ended.out().contains(": not among the cases of the "), ended.out());
        }
        assertEquals(0, jar("compare", nights + "/b.json", nights + "/a.json").status(), "what is new is not lost");
    }

    @Test
    void runsThatDifferInMoreThanTheCodeAreRefused() throws Exception {
        String before = write("a.json", night(0, "", 1));
        String after = write("b.json", onJdk(night(1, "", 1), "JDK 99"));
        Ended refused = jar("compare", before, after);
        assertEquals(2, refused.status());
        assertTrue(refused.err().strip().endsWith(", then JDK 99; compare them all the same with --across jdk"), refused.err());
        assertEquals(1, refused.err().lines().count(), refused.err());
        Ended allowed = jar("compare", "--across", "jdk", before, after);
        assertEquals(0, allowed.status(), allowed.err());
        assertTrue(allowed.out().contains("differs: jdk: "), allowed.out());
    }

    @Test
    void badInputIsOneLineAndStatus2() throws Exception {
        String whole = write("a.json", night(0, "", 1));
        Path cut = folder.resolve("cut.json");
        String text = Files.readString(Path.of(whole));
        Files.writeString(cut, text.substring(0, text.length() / 2));
        complains("cut.json is cut short", "compare", whole, cut.toString());
        complains("unknown aspect 'weather'", "compare", "--across", "weather", whole, whole);
        complains("the smallest effect must be", "compare", "--smallest-effect", "-1", whole, whole);
        complains("unknown format 'xml'", "history", "--format", "xml");
        complains("cannot list the history folder", "history", folder.resolve("none").toString());
        complains("unknown format 'xml'", "export", "--format", "xml", whole);
        complains("holds one run, 2 are named", "export", "--format", "jmh", whole, whole);
    }

    @Test
    void theHistoryNamesTheNightAndTheCommits() throws Exception {
        Path nights = Files.createDirectory(folder.resolve("nights"));
        for (int n = 0; n < 10; n++) {
            RunDocuments.write(nights.resolve("run-" + n + ".json"), night(n, n >= 7 ? shape() : "", 1.07));
        }
        Files.writeString(nights.resolve("notes.json"), "{}");
        Ended ended = jar("history", nights.toString());
        assertEquals(3, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("10 runs, "), ended.out());
        assertTrue(ended.out().contains("left out: ") && ended.out().contains("notes.json is no run document of this suite"), ended.out());
        assertTrue(ended.out().lines().anyMatch(l -> l.startsWith("confirmed slower  2025-01-08") && l.contains(shape() + " " + KERNEL)
                && l.endsWith("commits commit-6..commit-7")), ended.out());
        assertTrue(ended.out().contains(" series: 1 slower (1 newly), 0 faster (0 newly), "), ended.out());
        JsonNode json = new JsonMapper().readTree(jar("history", "--format", "json", nights.toString()).out());
        assertEquals(10, json.get("runs").size());
        assertEquals(1, json.get("newest").get("departures").size());
        assertEquals(7, json.get("newest").get("departures").get(0).get("firstAfter").intValue());
    }

    @Test
    void exportsGoToTheConsoleOrToAFile() throws Exception {
        String run = write("a.json", night(0, "", 1));
        JsonNode jmh = new JsonMapper().readTree(jar("export", "--format", "jmh", run).out());
        assertEquals("avgt", jmh.get(0).get("mode").textValue());
        Path csv = folder.resolve("genops.csv");
        assertEquals(0, jar("export", "--format", "otava", folder.toString(), "-o", csv.toString()).status());
        assertEquals(2, Files.readAllLines(csv).size());
        assertTrue(jar("export", "--format", "otava-config", run).out().contains("file: 'genops.csv'"));
        assertTrue(jar("export", "--format", "openmetrics", run).out().endsWith("# EOF\n"));
    }

    private void complains(String message, String... arguments) throws Exception {
        Ended ended = jar(arguments);
        assertEquals(2, ended.status(), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals("", ended.out());
    }
}
