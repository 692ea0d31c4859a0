package genops.benchmarks.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.Options;

/** JMH's own result file ({@code -rf}, {@code -rff}): one for all runner calls, where one was asked for. */
final class JmhResultFile {
    private final Options options;
    private final List<RunResult> results = new ArrayList<>();

    private JmhResultFile(Options options) {
        this.options = options;
    }

    static JmhResultFile of(Options options) {
        return new JmhResultFile(options);
    }

    synchronized void add(Collection<RunResult> more) {
        results.addAll(more);
    }

    /** Writes what was added, if a file was asked for. */
    synchronized void write() {
        if (options.getResult().hasValue() || options.getResultFormat().hasValue()) {
            ResultFormatType format = options.getResultFormat().orElse(Defaults.RESULT_FORMAT);
            String file = options.getResult().orElse(Defaults.RESULT_FILE_PREFIX + "." + format.toString().toLowerCase(Locale.ROOT));
            ResultFormatFactory.getInstance(format, file).writeOut(results);
        }
    }
}
