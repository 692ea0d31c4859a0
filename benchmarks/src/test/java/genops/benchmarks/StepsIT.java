package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --suite steps} as a user runs it, on the smallest decoder there is. */
class StepsIT {
    private static final List<String> SMALL = List.of("--suite", "steps", "--model", "parti", "--set", "parti.variant=350M", "--set",
            "parti.image=64", "--set", "parti.prompt=16");

    @TempDir
    Path folder;

    @Test
    void aStepIsMeasuredWithBothKindsOfAttention() throws Exception {
        Path jmh = folder.resolve("jmh.json");
        Ended ended = jar(List.of(), SMALL, "-f", "1", "-i", "2", "--threads", "1", "-rf", "json", "-rff", jmh.toString());
        assertEquals(0, ended.status(), ended.err());
        assertEquals("", ended.err());
        assertTrue(ended.out().matches("(?s).*step parti-350M decode pass \\d: unfused [0-9.]+ .?s, flash [0-9.]+ .?s, [0-9.]+×\n.*"),
                ended.out());
        RunDocument document = RunDocuments.read(folder.resolve("run.json"));
        assertTrue(document.measurements().isEmpty());
        assertEquals(List.of("unfused", "flash"), document.steps().stream().map(StepMeasurement::attention).toList());
        for (StepMeasurement step : document.steps()) {
            assertEquals(Status.MEASURED, step.status());
            assertEquals("vector/" + step.attention(), step.kernels().entrySet().stream().filter(e -> e.getKey().startsWith("attention "))
                    .findFirst().orElseThrow().getValue());
            assertEquals(1, step.nanoseconds().length);
            assertEquals(2, step.nanoseconds()[0].length);
            assertEquals(1, step.threads());
            double classes = step.classNanoseconds().values().stream().mapToDouble(c -> c[0][1]).sum();
            assertEquals(step.nanoseconds()[0][1], classes, 1);
            assertTrue(step.command().startsWith("java -jar benchmarks.jar --suite steps -p step=parti/decode/"), step.command());
        }
        assertTrue(Files.readString(jmh).contains("\"flash.attention\""));
    }

    @Test
    void theRecordedCommandRepeatsTheStepAndLackOfMemoryIsSkipped() throws Exception {
        Ended ended = jar(List.of("-Dgenops.memory=100000"), List.of("-p", "step=parti/decode/0/image=64/prompt=16/variant=350M"));
        assertEquals(0, ended.status(), ended.err());
        StepMeasurement step = RunDocuments.read(folder.resolve("run.json")).steps().getFirst();
        assertEquals(Status.SKIPPED, step.status());
        assertTrue(step.reason().startsWith("needs "), step.reason());
        assertEquals("java -jar benchmarks.jar --suite steps -p step=parti/decode/0/image=64/prompt=16/variant=350M", step.command());
    }

    @Test
    void aStepThatIsNotIsSaidInOneLine() throws Exception {
        Ended ended = jar(List.of(), List.of("--suite", "steps", "-p", "step=parti/decode/99"));
        assertEquals(2, ended.status());
        assertEquals("no pass 99 of parti decode; there are 0 to 6", ended.err().strip());
        assertFalse(Files.exists(folder.resolve("run.json")));
    }

    private Ended jar(List<String> jvmArguments, List<String> arguments, String... more) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        all.addAll(List.of("--output", folder.resolve("run.json").toString()));
        return JarProcess.run(folder, Map.of(), jvmArguments, all);
    }
}
