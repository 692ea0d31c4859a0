package genops.results.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.TestDocuments;
import genops.results.TestRuns;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.history.History;
import genops.shapes.operator.Linear;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** What is written for other tools, read back by parsers that are not ours. */
class ExportTest {
    private static final Linear LINEAR = new Linear(8, 16, 32, false);

    /** Three nights of two shapes; the second shape is missing on the last, and a fourth night is suspect. */
    private static History history() {
        List<RunDocument> nights = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            List<Measurement> all = TestRuns.linear(n == 2 ? 1 : 2, i -> 1500.0, 3, 0, n);
            nights.add(TestRuns.night(n, all).suspected(n == 3 ? "disturbed" : ""));
        }
        nights.set(1, TestRuns.onCpu(nights.get(1), "CPU \"B\", 2\\3"));
        nights.set(2, TestRuns.onCpu(nights.get(2), "CPU \"B\", 2\\3"));
        return History.of(nights);
    }

    @Test
    void jmhToolsFindTheFieldsTheyRead() throws IOException {
        RunDocument run = TestDocuments.document(
                TestDocuments.measured(LINEAR, "vector/gemm", new double[][] {{10, 11, 12}, {20, 21, 22}, {10, 31, 32}}),
                TestDocuments.measured(LINEAR, "vector/one", new double[][] {{5}}),
                TestDocuments.failed(LINEAR, "onednn/matmul", Status.CRASHED, "exit code 7"));
        JsonNode root = new JsonMapper().readTree(JmhExport.of(run));
        assertEquals(2, root.size(), "what has no time is no benchmark");
        JsonNode first = root.get(0);
        assertEquals("genops.benchmarks.LinearBenchmark.run", first.get("benchmark").textValue());
        assertEquals("avgt", first.get("mode").textValue());
        assertEquals(List.of(2, 3, 3), List.of(first.get("threads").intValue(), first.get("forks").intValue(),
                first.get("measurementIterations").intValue()));
        assertEquals(LINEAR.text(), first.get("params").get("linear").textValue());
        assertEquals("vector/gemm", first.get("params").get("kernel").textValue());
        JsonNode metric = first.get("primaryMetric");
        assertEquals(10, metric.get("score").doubleValue(), 1e-9);
        assertEquals("ns/op", metric.get("scoreUnit").textValue());
        double error = metric.get("scoreError").doubleValue();
        assertEquals(10 - error, metric.get("scoreConfidence").get(0).doubleValue(), 1e-9);
        assertEquals(10 + error, metric.get("scoreConfidence").get(1).doubleValue(), 1e-9);
        assertEquals(10, metric.get("scorePercentiles").get("0.0").doubleValue());
        assertEquals(32, metric.get("scorePercentiles").get("100.0").doubleValue());
        assertEquals(22, metric.get("rawData").get(1).get(2).doubleValue());
        assertTrue(root.get(1).get("primaryMetric").get("scoreError").isNumber());
        assertTrue(first.get("secondaryMetrics").isObject());
    }

    @Test
    void csvHasOneRowPerSoundNightAndOneColumnPerSeries() throws IOException {
        List<CSVRecord> records;
        List<String> header;
        try (CSVParser parser = CSVParser.parse(OtavaExport.csv(history()), CSVFormat.RFC4180.builder().setHeader()
                .setSkipHeaderRecord(true).get())) {
            header = parser.getHeaderNames();
            records = parser.getRecords();
        }
        assertEquals(List.of("time", "commit"), header.subList(0, 2));
        assertEquals("linear." + LINEAR.text() + ".vector/gemm.fp32.t2", header.get(2).replaceAll("@.*", ""));
        assertTrue(header.stream().noneMatch(h -> h.contains(" ")), header.toString());
        assertEquals(List.of("commit-0", "commit-1", "commit-2"), records.stream().map(r -> r.get("commit")).toList());
        assertEquals("2025-01-02T02:00Z", records.get(1).get("time"));
        assertEquals(1500, Double.parseDouble(records.get(0).get(2)), 1e-6);
        assertEquals("", records.get(2).get(3));
        assertTrue(records.stream().allMatch(CSVRecord::isConsistent));
    }

    @Test
    void theConfigurationNamesEveryColumn() throws IOException {
        String configuration = OtavaExport.configuration(history(), "it's.csv");
        try (CSVParser parser = CSVParser.parse(OtavaExport.csv(history()), CSVFormat.RFC4180.builder().setHeader()
                .setSkipHeaderRecord(true).get())) {
            for (String name : parser.getHeaderNames().subList(2, parser.getHeaderNames().size())) {
                assertTrue(configuration.contains("        column: '" + name + "'\n        direction: -1\n"), configuration);
            }
        }
        assertTrue(configuration.contains("file: 'it''s.csv'"), configuration);
    }

    /** The grammar of OpenMetrics 1.0 as far as gauges and info metrics go. */
    @Test
    void openMetricsKeepsToTheGrammar() {
        String text = OpenMetricsExport.of(history());
        assertTrue(text.endsWith("\n# EOF\n"), text);
        String label = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
        Pattern sample = Pattern.compile("([a-z_]+)\\{(" + label + "(?:," + label + ")*)\\} ([-+0-9.eE]+) ([0-9]+)");
        Pattern metadata = Pattern.compile("# (TYPE|UNIT|HELP) ([a-z_]+) (.+)");
        String family = "";
        Set<String> families = new HashSet<>();
        String lastLabels = "";
        long lastTime = 0;
        int samples = 0;
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n")) {
            Matcher meta = metadata.matcher(line);
            if (meta.matches()) {
                if (meta.group(1).equals("TYPE")) {
                    family = meta.group(2);
                    assertTrue(families.add(family), "a family stands in one piece: " + line);
                    lastLabels = "";
                }
                assertEquals(family, meta.group(2));
                assertTrue(!meta.group(1).equals("UNIT") || family.endsWith("_" + meta.group(3)), "the name ends in the unit: " + line);
                continue;
            }
            Matcher m = sample.matcher(line);
            assertTrue(m.matches(), line);
            assertTrue(m.group(1).equals(family) || m.group(1).equals(family + "_info"), line);
            Double.parseDouble(m.group(3));
            assertTrue(!m.group(2).equals(lastLabels) || Long.parseLong(m.group(4)) > lastTime, "time goes on within a series: " + line);
            lastLabels = m.group(2);
            lastTime = Long.parseLong(m.group(4));
            samples++;
        }
        assertEquals(Set.of("genops_call_seconds", "genops_call_error_seconds", "genops_run"), families);
        assertEquals(5 + 5 + 3, samples, text);
        assertTrue(text.contains("machine=\"CPU \\\"B\\\", 2\\\\3, 2 cores"), text);
        assertTrue(text.contains(" 1.5E-6 1735696800\n"), text);
    }
}
