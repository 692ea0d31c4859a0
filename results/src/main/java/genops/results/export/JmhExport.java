package genops.results.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * A run as the JSON that JMH writes, for tools that read that: jmh-visualizer, github-action-benchmark. The score is the
 * time that this suite's tables show, and its error the half-width of its 95 % interval; where tables show device time, so does this.
 * Times are in nanoseconds, hence less is better. What a run document does not hold, as the warm-up, is left out.
 */
public final class JmhExport {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final double[] PERCENTILES = {0, 50, 90, 95, 99, 100};

    private JmhExport() {}

    /** An array with one object for each measurement that has a time. */
    public static String of(RunDocument run) {
        ArrayNode root = MAPPER.createArrayNode();
        run.measurements().stream().filter(m -> m.status() == Status.MEASURED && m.scoreNanoseconds().length > 0)
                .forEach(m -> benchmark(root.addObject(), m, run));
        return root.toPrettyString() + "\n";
    }

    private static void benchmark(ObjectNode node, Measurement m, RunDocument run) {
        double[][] forks = m.scoreNanoseconds();
        node.put("benchmark", "genops.benchmarks." + Character.toUpperCase(m.operator().charAt(0)) + m.operator().substring(1)
                + "Benchmark.run");
        node.put("mode", "avgt");
        node.put("threads", Math.max(1, m.threads()));
        node.put("forks", forks.length);
        run.machine().jvmFlags().forEach(node.withArray("jvmArgs")::add);
        node.put("vmName", run.machine().jdk());
        node.put("measurementIterations", Arrays.stream(forks).mapToInt(f -> f.length).max().orElse(0));
        node.putObject("params").put(m.operator(), m.shape()).put("kernel", m.kernel()).put("precision", m.precision())
                .put("threads", "" + m.threads());
        Estimate time = Samples.estimate(m);
        ObjectNode metric = node.putObject("primaryMetric");
        metric.put("score", time.value());
        metric.put("scoreError", time.error());
        metric.putArray("scoreConfidence").add(time.value() - time.error()).add(time.value() + time.error());
        percentiles(metric.putObject("scorePercentiles"), forks);
        metric.put("scoreUnit", "ns/op");
        ArrayNode raw = metric.putArray("rawData");
        Arrays.stream(forks).forEach(f -> Arrays.stream(f).forEach(raw.addArray()::add));
        node.putObject("secondaryMetrics");
    }

    private static void percentiles(ObjectNode node, double[][] forks) {
        double[] all = Arrays.stream(forks).flatMapToDouble(Arrays::stream).toArray();
        for (double percentile : PERCENTILES) {
            node.put("" + percentile, Quantile.withDefaults().evaluate(all, percentile / 100));
        }
    }
}
