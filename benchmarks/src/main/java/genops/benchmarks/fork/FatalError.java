package genops.benchmarks.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a JVM prints when it dies of its native code, in one line: the signal, the frame, and where its report lies. */
public final class FatalError {
    private static final String BEGINNING = "A fatal error has been detected by the Java Runtime Environment";
    private static final Pattern CAUSE = Pattern.compile("#\\s+(SIG[A-Z]+|EXCEPTION_\\w+|Internal Error)\\b.*");
    private static final String FRAME = "# Problematic frame:";
    private static final String REPORT = "saved as:";
    /** The report of a crash begins with what is printed. */
    private static final int HEADER_LINES = 40;

    private FatalError() {}

    /** The line; empty where no JVM died among these. */
    public static Optional<String> of(List<String> lines) {
        if (lines.stream().noneMatch(l -> l.contains(BEGINNING) || l.contains(REPORT))) {
            return Optional.empty();
        }
        Optional<String> report = after(lines, l -> l.endsWith(REPORT)).map(FatalError::unmarked);
        // of what a JVM printed, only the last lines may be left
        List<String> all = Stream.concat(lines.stream(), report.stream().flatMap(FatalError::header)).toList();
        Optional<String> cause = all.stream().map(CAUSE::matcher).filter(Matcher::matches).findFirst().map(m -> m.group(1));
        // of a Java frame, not where its code lay
        Optional<String> frame = after(all, l -> l.startsWith(FRAME)).map(FatalError::unmarked).map(f -> f.replaceFirst(" \\(\\d+ bytes\\) @ .*", ""));
        if (cause.isEmpty() && frame.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("the JVM died of " + cause.orElse("a fatal error") + frame.map(f -> " in " + f).orElse("")
                + report.map(r -> "; its report is " + r).orElse(""));
    }

    private static Optional<String> after(List<String> lines, Predicate<String> mark) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (mark.test(lines.get(i).strip())) {
                return Optional.of(lines.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static String unmarked(String line) {
        return line.replaceFirst("^#\\s*", "").replaceAll("\\s+", " ").strip();
    }

    private static Stream<String> header(String report) {
        try (Stream<String> lines = Files.lines(Path.of(report), StandardCharsets.ISO_8859_1)) {
            return lines.limit(HEADER_LINES).toList().stream();
        } catch (IOException | InvalidPathException e) {
            return Stream.empty();
        }
    }
}
