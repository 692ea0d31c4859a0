package genops.benchmarks.run;

import genops.benchmarks.fork.FatalError;
import genops.benchmarks.fork.ForkFlags;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Where JMH's own text goes: to the user where he asked for it, less the warnings of the JVM that mean nothing to him, and always
 * into a short memory, from which the reason of a crash is told.
 */
final class JmhConsole {
    private static final int REMEMBERED_LINES = 200;
    private static final String FORK_FAILED = "<forked VM failed";

    private final Optional<PrintStream> target;
    private final VerboseMode mode;
    private final Deque<String> lines = new ArrayDeque<>();

    private JmhConsole(Optional<PrintStream> target, VerboseMode mode) {
        this.target = target;
        this.mode = mode;
    }

    /** Shown where {@code -v}, {@code -o} or a profiler, whose results stand nowhere else, ask for it. */
    static JmhConsole of(Options options, PrintStream out) {
        boolean shown = options.verbosity().hasValue() || options.getOutput().hasValue() || !options.getProfilers().isEmpty();
        VerboseMode mode = options.verbosity().orElse(Defaults.VERBOSITY);
        try {
            PrintStream target = options.getOutput().hasValue()
                    ? new PrintStream(new FileOutputStream(options.getOutput().get()), true, StandardCharsets.UTF_8) : out;
            return new JmhConsole(shown ? Optional.of(target) : Optional.empty(), mode);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException("cannot write " + options.getOutput().get() + ": " + e.getMessage(), e);
        }
    }

    /** A format for one run of JMH, with an empty memory. */
    OutputFormat format() {
        lines.clear();
        return OutputFormatFactory.createFormatInstance(new PrintStream(new Lines(), true, StandardCharsets.UTF_8), mode);
    }

    /** What JMH wrote about a fork that died, in one line. */
    String lastWords() {
        return FatalError.of(List.copyOf(lines)).orElseGet(this::lastLine);
    }

    private String lastLine() {
        return lines.stream()
                .filter(l -> l.contains("OutOfMemoryError") || l.startsWith("Error: ") || l.contains("Exception: "))
                .findFirst()
                .or(() -> lines.stream().filter(l -> l.contains(FORK_FAILED)).map(l -> l.substring(l.indexOf(FORK_FAILED))).findFirst())
                .map(l -> l.replaceFirst("^(\\w+\\.)+\\w+Exception: ", "").replaceAll("[<>]", "").strip())
                .orElse("the forked JVM gave no result; -v NORMAL shows what it printed");
    }

    /** Collects bytes to lines. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            line.write(b);
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                if (!ForkFlags.isKnownWarning(text)) {
                    lines.addLast(text.stripTrailing());
                    if (lines.size() > REMEMBERED_LINES) {
                        lines.removeFirst();
                    }
                    target.ifPresent(t -> t.print(text));
                }
            }
        }
    }
}
