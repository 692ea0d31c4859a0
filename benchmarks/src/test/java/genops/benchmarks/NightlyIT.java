package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.ReferenceFork;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights and shards, by the jar as a user runs it. */
class NightlyIT {
    private static final String TEST_KERNELS = Path.of("target", "test-classes").toAbsolutePath().toString();
    private static final List<String> SHORT = List.of("-f", "1", "-wi", "1", "-i", "2", "-w", "50ms", "-r", "300ms");

    @TempDir
    Path folder;

    @Test
    void threeMergedShardsAreTheWholeRun() throws Exception {
        assertEquals(0, jar(run("test/slow", 4, "--no-ceilings", "--output", "whole.json")).status());
        for (int i = 1; i <= 3; i++) {
            assertEquals(0, jar(run("test/slow", 4, "--no-ceilings", "--output", i + ".json", "--shard", i + "/3")).status());
        }
        Ended incomplete = jar("merge", "merged.json", "1.json", "3.json");
        assertEquals(2, incomplete.status());
        assertEquals("shard 2/3 is missing; --incomplete merges the others", incomplete.err().strip());
        Ended merged = jar("merge", "merged.json", "3.json", "1.json", "2.json");
        assertEquals(0, merged.status(), merged.err());
        assertEquals(content("whole.json"), content("merged.json"));
        assertEquals(4, content("merged.json").size());
        assertEquals("", read("merged.json").shard());
    }

    @Test
    void aNightIsWatchedAndAddedToTheHistory() throws Exception {
        Ended first = jar(nightly(1));
        assertEquals(0, first.status(), first.err());
        Ended second = jar(nightly(1, "--no-ceilings"));
        assertEquals(0, second.status(), second.err());
        List<Path> nights = nights();
        assertEquals(2, nights.size());
        assertEquals(List.of("fma", "read", "fma", "read"), RunDocuments.read(nights.getFirst()).ceilings().stream().map(Ceiling::name).toList());
        assertTrue(second.out().contains("0 slower (0 newly), 0 faster (0 newly), 0 unchanged, ") && second.out().contains(nights.getLast().getFileName().toString()), second.out());
        Ended added = jar("nightly", "--history", "nights", "--add", nights.getFirst().toString());
        assertEquals(0, added.status(), added.err());
        assertTrue(added.out().contains("left out: "), added.out());
    }

    @Test
    void anInterruptedNightIsGoneOnWith() throws Exception {
        List<String> arguments = nightly(3, "--no-ceilings");
        Process process = JarProcess.command(folder, List.of(), arguments).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("case 1/3")) {
                line = lines.readLine();
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            assertEquals(130, process.waitFor());
        }
        assertEquals(List.of(), nights());
        Ended resumed = jar(arguments);
        assertEquals(0, resumed.status(), resumed.err());
        assertTrue(resumed.out().contains(": 1 of 3 cases are finished"), resumed.out());
        assertTrue(resumed.out().contains("case 2/3") && !resumed.out().contains("case 1/3"), resumed.out());
        RunDocument night = RunDocuments.read(nights().getFirst());
        assertEquals(List.of(Status.MEASURED, Status.MEASURED, Status.MEASURED), night.measurements().stream().map(Measurement::status).toList());
        try (Stream<Path> left = Files.list(folder.resolve("nights/unfinished"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aNightIsTimedInPairsWithAReference() throws Exception {
        Path old = Files.writeString(folder.resolve("old.jar"), "no build");
        Ended refused = jar(nightly(2, "--no-ceilings", "--reference", old.toString()));
        assertEquals(2, refused.status(), refused.out());
        assertEquals("this build cannot be timed in pairs with the reference: " + old + " is a build that cannot be loaded beside another; "
                + "take a newer one", refused.err().strip());
        assertEquals(0, nights().size());
        Ended ended = jar(nightly(1, "--no-ceilings", "--reference", JarProcess.JAR.toString(), "--reference-forks", "2"));
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("against the reference: 1 of 1 measured cases\n"), ended.out());
        RunDocument night = RunDocuments.read(nights().getFirst());
        assertTrue(night.reference().matches("[0-9a-f]{40}|sha256:[0-9a-f]{64}"), night.reference());
        List<ReferenceFork> forks = night.measurements().getFirst().referenceForks();
        assertEquals(List.of(false, true), forks.stream().map(ReferenceFork::reversed).sorted().toList());
        assertTrue(forks.stream().allMatch(f -> Math.abs(f.logRatio()) < 0.3), forks.toString());
    }

    private List<String> nightly(int cases, String... more) {
        List<String> arguments = run("test/slow", cases, more);
        arguments.addAll(0, List.of("nightly", "--history", "nights"));
        return arguments;
    }

    /** A run of so many tiny convolutions. */
    private static List<String> run(String kernel, int cases, String... more) {
        List<String> arguments = new ArrayList<>(SHORT);
        arguments.addAll(List.of("-p", "convolution=" + IntStream.range(4, 4 + cases).mapToObj(n -> "n1_c4_h" + n + "_w4_o4_r3x3_s1_p1")
                .collect(Collectors.joining(",")), "-p", "kernel=" + kernel, "--class-path", TEST_KERNELS));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    private List<String> content(String file) {
        return read(file).measurements().stream().map(m -> MeasurementKey.of(m).text() + " " + m.status() + " " + m.command()).toList();
    }

    private RunDocument read(String file) {
        return RunDocuments.read(folder.resolve(file));
    }

    private List<Path> nights() throws IOException {
        Path nights = folder.resolve("nights");
        if (!Files.exists(nights)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(nights)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".json")).sorted().toList();
        }
    }

    private Ended jar(String... arguments) throws Exception {
        return jar(List.of(arguments));
    }

    private Ended jar(List<String> arguments) throws Exception {
        return JarProcess.run(folder, Map.of(), List.of(), arguments);
    }
}
