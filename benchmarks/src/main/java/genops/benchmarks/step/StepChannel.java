package genops.benchmarks.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries {@link StepReport}s from a fork to the JVM that started it, as {@link genops.benchmarks.fork.CaseChannel} does for cases: one
 * line of JSON each, appended to the file named by {@value #FILE}; without that property nothing is written.
 */
public final class StepChannel {
    /** System property: the file that reports are appended to. */
    public static final String FILE = "genops.step.file";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private StepChannel() {}

    /** Appends a report. */
    static void send(StepReport report) {
        String file = System.getProperty(FILE);
        if (file != null) {
            try {
                Files.writeString(Path.of(file), JSON.writeValueAsString(report) + "\n",
                        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The reports in a file, in the order in which the forks wrote them. */
    public static List<StepReport> read(Path file) {
        List<StepReport> reports = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                reports.add(JSON.readValue(line, StepReport.class));
            }
        } catch (JsonProcessingException e) {
            // the fork was killed while it wrote: what it wrote before stands
            return reports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reports;
    }
}
