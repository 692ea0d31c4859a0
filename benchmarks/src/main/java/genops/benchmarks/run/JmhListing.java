package genops.benchmarks.run;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** JMH's lists of benchmarks, the parameters filled from the catalog as a run would fill them. */
public final class JmhListing {

    private JmhListing() {}

    /** {@code -l}. */
    public static void list(CommandLineOptions options) {
        new Runner(options).list();
    }

    /** {@code -lp}: the values a run with the same options would take. */
    public static void listWithParameters(RunRequest request, PrintStream out) {
        Benchmarks benchmarks = Benchmarks.matching(request.jmh(), JmhConsole.of(request.jmh(), out).format());
        Set<Operator> shapes = request.shapes(benchmarks);
        List<Case> cases = CasePlanner.plan(shapes, request.namedKernels(), request.jvmArguments(), request.threads(),
                request.shard()).cases();
        out.println("Benchmarks: ");
        for (OperatorType type : benchmarks.operators()) {
            List<Case> own = cases.stream().filter(c -> c.shape().type() == type).toList();
            Map<String, Collection<String>> parameters = new LinkedHashMap<>();
            parameters.put(type.label(), own.stream().map(c -> c.offer().shape()).distinct().toList());
            parameters.put("kernel", own.stream().map(c -> c.offer().kernel()).distinct().toList());
            print(out, Benchmarks.name(type), parameters);
        }
        if (benchmarks.ceilings()) {
            print(out, Benchmarks.CEILINGS, Map.of("ceiling", CeilingCase.HOST));
        }
    }

    private static void print(PrintStream out, String benchmark, Map<String, Collection<String>> parameters) {
        out.println(benchmark);
        parameters.forEach((name, values) -> out.println(
                "  param \"" + name + "\" = {" + values.stream().collect(Collectors.joining(", ")) + "}"));
    }
}
