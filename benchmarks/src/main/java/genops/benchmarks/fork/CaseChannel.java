package genops.benchmarks.fork;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries {@link CaseReport}s from a fork to the JVM that started it: one line of JSON each, appended to the file named by
 * {@value #FILE}. Without that property, in a benchmark run by hand, nothing is written.
 */
public final class CaseChannel {
    /** System property: the file that reports are appended to. */
    public static final String FILE = "genops.case.file";
    /** System property: after so many seconds the fork gives up. */
    public static final String SECONDS = "genops.case.seconds";

    /** Exit status of a fork that ran out of time. */
    public static final int TIMED_OUT = 124;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private CaseChannel() {}

    /** Appends a report. */
    public static void send(CaseReport report) {
        Optional<Path> file = Optional.ofNullable(System.getProperty(FILE)).map(Path::of);
        if (file.isPresent()) {
            try {
                Files.writeString(file.get(), JSON.writeValueAsString(report) + "\n",
                        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The reports in a file, in the order in which the forks wrote them. */
    public static List<CaseReport> read(Path file) {
        List<CaseReport> reports = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    reports.add(JSON.readValue(line, CaseReport.class));
                }
            }
        } catch (JsonProcessingException e) {
            // the fork was killed while it wrote: what it wrote before stands
            return reports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reports;
    }

    /** Ends this JVM, with exit status {@value #TIMED_OUT}, unless what is returned runs before so many seconds have passed. */
    public static Runnable patience(int seconds) {
        Thread watchdog = watchdog(seconds, () -> {});
        return watchdog::interrupt;
    }

    /** Ends this JVM with a report when {@value #SECONDS} have passed: a kernel that hangs listens to no interrupt. */
    static void startWatchdog(CaseReport timedOut) {
        startWatchdog(() -> send(timedOut));
    }

    /**
     * Ends this JVM when {@value #SECONDS} have passed.
     *
     * @param report sends what is said about it
     */
    public static void startWatchdog(Runnable report) {
        Integer seconds = Integer.getInteger(SECONDS);
        if (seconds != null) {
            watchdog(seconds, report);
        }
    }

    private static Thread watchdog(int seconds, Runnable lastWords) {
        Thread watchdog = new Thread(() -> {
            try {
                Thread.sleep(Duration.ofSeconds(seconds));
            } catch (InterruptedException e) {
                return;
            }
            lastWords.run();
            Runtime.getRuntime().halt(TIMED_OUT);
        }, "genops-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        return watchdog;
    }
}
