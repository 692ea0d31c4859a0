package genops.results.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestRuns;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    private static RunDocument night(int night) {
        return TestRuns.night(night, TestRuns.linear(3, i -> 1000.0 + i, 3, 0.01, night));
    }

    private void write(String name, RunDocument run) {
        RunDocuments.write(folder.resolve(name), run);
    }

    @Test
    void nightsAreInOrderOfTimeWhateverTheirFilesAreCalled() {
        write("a.json", night(2));
        write("b.json", night(0));
        write("c.json", night(1));
        History history = History.load(folder);
        assertEquals(List.of("commit-0", "commit-1", "commit-2"), history.runs().stream().map(Run::commit).toList());
        assertEquals(3, history.series().size());
        assertEquals(List.of(3, 3, 3), history.series().stream().map(s -> s.points().size()).toList());
        assertEquals(1001, history.series().get(1).points().getFirst().value().value(), 50);
        assertEquals(2, history.withoutNewest().runs().size());
    }

    /** A commit that is measured again is not the newest for it, whether documents say when it was made or not. */
    @Test
    void nightsAreInOrderOfTheirCommits() {
        RunDocument again = onCommit(night(3), "commit-0");
        assertEquals(List.of("commit-0", "commit-0", "commit-1", "commit-2"), commits(night(0), night(1), night(2), again));
        RunDocument old = onCommit(night(3), "commit-old").withCommitted("2024-12-24T12:00:00+01:00");
        assertEquals(List.of("commit-old", "commit-1", "commit-2"), commits(night(1).withCommitted("2024-12-31T12:00:00Z"), night(2), old));
    }

    @Test
    void whereTheCommitDoesNotSayWhatWasMeasuredTheClockDoes() {
        for (String commit : List.of("unknown", "commit-0-dirty")) {
            RunDocument changed = onCommit(night(2), commit).withCommitted("2024-12-24T12:00:00Z");
            assertEquals(List.of("commit-0", "commit-1", commit), commits(night(0), changed, night(1)));
        }
    }

    private static List<String> commits(RunDocument... nights) {
        return History.of(List.of(nights)).runs().stream().map(Run::commit).toList();
    }

    private static RunDocument onCommit(RunDocument d, String commit) {
        return new RunDocument(d.schema(), d.started(), commit, d.command(), d.machine(), d.ceilings(), d.measurements());
    }

    @Test
    void whatIsNoRunIsNamedAndTheRestIsUsed() throws IOException {
        write("run-0.json", night(0));
        write("run-1.json", night(1));
        write("copy.json", night(1));
        write("part.json", night(2).part("1/2", List.of(0, 2, 4)));
        String whole = RunDocuments.toJson(night(3));
        Files.writeString(folder.resolve("cut.json"), whole.substring(0, whole.length() / 2));
        Files.writeString(folder.resolve("foreign.json"), "[{\"benchmark\": \"x\"}]");
        Files.writeString(folder.resolve("time.json"), whole.replaceFirst("\"started\": \"[^\"]*\"", "\"started\": \"yesterday\""));
        Files.writeString(folder.resolve("notes.txt"), "not looked at");
        Files.writeString(folder.resolve(".run-4.json.1.tmp"), "being written");
        History history = History.load(folder);
        assertEquals(2, history.runs().size());
        List<String> reasons = history.leftOut().stream().map(l -> l.reason().replace(folder + "/", "")).sorted().toList();
        assertEquals(5, reasons.size(), reasons.toString());
        assertTrue(reasons.get(0).startsWith("cut.json is cut short at line"), reasons.get(0));
        assertTrue(reasons.get(1).startsWith("foreign.json is no run document"), reasons.get(1));
        assertEquals("part.json is part 1/2 of a run; merge its parts first", reasons.get(2));
        assertEquals("run-1.json is the run of copy.json again", reasons.get(3));
        assertEquals("time.json has no valid time of its start: 'yesterday'", reasons.get(4));
    }

    @Test
    void machinesThatTakeTurnsHaveSeriesOfTheirOwnAndAReplacedOneGoesOn() {
        List<RunDocument> turns = IntStream.range(0, 6).mapToObj(n -> n % 2 == 0 ? night(n) : TestRuns.onCpu(night(n), "Other")).toList();
        assertEquals(6, History.of(turns).series().size());
        List<RunDocument> replaced = IntStream.range(0, 6).mapToObj(n -> n < 3 ? night(n) : TestRuns.onCpu(night(n), "Other")).toList();
        assertEquals(3, History.of(replaced).series().size());
    }

    @Test
    void ratiosGoOnWithAReplacedMachineAndBeginAnewWithANewReference() {
        History history = History.of(IntStream.range(0, 6).mapToObj(n -> {
            RunDocument night = TestRuns.against(n < 4 ? "1234567" : "7654321", night(n), i -> 1.1, 0.001, n);
            return (n < 2 ? night : TestRuns.onCpu(night, "Other")).suspected(n == 3 ? "disturbed" : "");
        }).toList());
        assertEquals(List.of("1234567", "1234567", "1234567", "7654321", "7654321", "7654321"),
                history.ratios().stream().map(Series::reference).toList());
        Series first = history.ratios().getFirst();
        assertEquals(4, first.sound().size(), "a suspect night counts");
        assertEquals(history.series().getFirst().key(), first.key());
        Point point = first.points().getFirst();
        assertEquals(1.1, point.value().value(), 0.002);
        assertEquals(6, point.forks());
        assertTrue(point.value().error() > 0 && point.value().error() < 0.01, point.toString());
        assertEquals(1, history.withoutNewest().ratios().getLast().points().size());
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBe() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> History.load(folder.resolve("none"))).getMessage()
                .startsWith("cannot list the history folder"));
    }
}
