package genops.benchmarks.run;

import genops.benchmarks.CeilingBenchmark;
import genops.shapes.operator.OperatorType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.Options;

/**
 * The JMH benchmarks that a command line selects by its regular expressions.
 *
 * @param operators those of operators
 * @param ceilings whether the ceilings are among them
 */
public record Benchmarks(Set<OperatorType> operators, boolean ceilings) {
    /** Full name of the benchmark of the ceilings. */
    static final String CEILINGS = CeilingBenchmark.class.getName() + ".run";

    /** Full name of the benchmark of an operator. */
    public static String name(OperatorType type) {
        String label = type.label();
        return CeilingBenchmark.class.getPackageName() + "." + label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1)
                + "Benchmark.run";
    }

    /**
     * Those that the options include and do not exclude.
     *
     * @throws IllegalArgumentException where there is none
     */
    static Benchmarks matching(Options options, OutputFormat format) {
        Set<String> names = BenchmarkList.defaultList().find(format, options.getIncludes(), options.getExcludes()).stream()
                .map(BenchmarkListEntry::getUsername)
                .collect(Collectors.toSet());
        Set<OperatorType> operators = EnumSet.noneOf(OperatorType.class);
        Arrays.stream(OperatorType.values()).filter(t -> names.contains(name(t))).forEach(operators::add);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no benchmark matches " + options.getIncludes() + "; -l lists them");
        }
        return new Benchmarks(operators, names.contains(CEILINGS));
    }
}
