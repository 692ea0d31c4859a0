package genops.results.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestRuns;
import genops.results.changepoint.ChangePoint;
import genops.results.changepoint.ChangePoints;
import genops.results.changepoint.Judge;
import genops.results.comparison.Thresholds;
import genops.results.document.RunDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YearOfNightsIT {
    @TempDir
    Path folder;

    /** 365 nights of 1,000 measurements of three forks; the step of one of them is found. */
    @Test
    void aYearIsLoadedAndAnalysedInSeconds() {
        IntStream.range(0, 365).parallel().forEach(n -> RunDocuments.write(folder.resolve("run-" + n + ".json"),
                TestRuns.night(n, TestRuns.linear(1000, i -> i == 7 && n >= 200 ? 1070 : 1000, 3, 0.01, n))));
        long begun = System.nanoTime();
        History history = History.load(folder);
        long loaded = System.nanoTime();
        List<ChangePoint> changePoints = ChangePoints.of(history, Thresholds.DEFAULT);
        long analysed = System.nanoTime();
        assertTrue(Judge.newest(history, Thresholds.DEFAULT).regressions().isEmpty());
        long judged = System.nanoTime();
        System.out.printf("a year of 365 x 1,000: loaded in %.1f s, change points in %.1f s, newest run judged in %.1f s%n",
                (loaded - begun) / 1e9, (analysed - loaded) / 1e9, (judged - analysed) / 1e9);
        assertEquals(365_000, history.series().stream().mapToInt(s -> s.points().size()).sum());
        assertEquals(List.of("commits commit-199..commit-200"), changePoints.stream().map(ChangePoint::cause).toList());
        // several times what it takes on two slow cores, so that a busy machine fails no test
        assertTrue(judged - begun < Duration.ofSeconds(90).toNanos(), "took " + (judged - begun) / 1e9 + " s");
    }
}
