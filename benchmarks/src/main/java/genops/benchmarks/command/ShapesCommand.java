package genops.benchmarks.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Parameter;
import genops.shapes.model.Pipeline;
import genops.shapes.network.Fact;
import genops.shapes.operator.AttentionKind;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shapes}: the catalog. */
@Command(name = "java -jar benchmarks.jar shapes", sortOptions = false, description = {
    "Lists every distinct shape of every stage of the models with its counts; FLOPs and bytes are those of one call. The table is "
            + "followed by the parameters of the models and the numbers they were built from, each labelled published, open "
            + "implementation or assumed, with its source."})
final class ShapesCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("model", "stage", "phase", "operator", "kind", "attention_kind", "shape", "calls_per_step", "steps", "flops",
                    "bytes");

    @Mixin
    private CatalogOptions options;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, csv or json (default: table).")
    private String format = "table";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws JsonProcessingException {
        Catalog catalog = options.filter().catalog();
        switch (format) {
            case "table" -> {
                out.print(table(catalog));
                out.println();
                options.filter().pipelines().forEach(this::printModel);
            }
            case "csv" -> {
                out.println(String.join(",", COLUMNS));
                catalog.entries().forEach(e -> out.println(String.join(",", cells(e).values().stream().map(Object::toString).toList())));
            }
            case "json" -> out.println(JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build()
                    .writeValueAsString(catalog.entries().stream().map(ShapesCommand::cells).toList()));
            default -> throw new IllegalArgumentException("unknown format '" + format + "'; known: table, csv, json");
        }
        return ExitStatus.OK;
    }

    private static TextTable table(Catalog catalog) {
        TextTable table = new TextTable("model", "stage", "phase", "operator", "kind", "attention", "shape",
                ">calls/step", ">steps", ">flops", ">bytes");
        for (Entry e : catalog.entries()) {
            table.row(e.model(), e.stage(), e.phase().label(), e.type().label(), e.kind(), attentionKind(e),
                    e.shape(), "" + e.callsPerStep(), plain(e.steps()).toString(), "" + e.flops(), Numbers.bytes(e.bytes()));
        }
        return table;
    }

    private void printModel(Pipeline pipeline) {
        out.println(pipeline.name() + ": " + pipeline.model().title());
        for (Parameter parameter : pipeline.model().parameters()) {
            out.println("  --set " + pipeline.model().name() + "." + parameter.name() + "=" + pipeline.arguments().get(parameter.name()) + "  "
                    + parameter.description() + "; " + parameter.domain() + " (" + parameter.provenance().label() + ": " + parameter.source()
                    + ")");
        }
        for (Fact fact : pipeline.facts()) {
            out.println("  " + fact.stage() + ": " + fact.name() + " = " + fact.value() + " (" + fact.provenance().label() + ": "
                    + fact.source() + ")");
        }
        out.println();
    }

    private static Map<String, Object> cells(Entry e) {
        Map<String, Object> cells = new LinkedHashMap<>();
        List<Object> values = List.of(e.model(), e.stage(), e.phase().label(), e.type().label(), e.kind(), attentionKind(e),
                e.shape(), e.callsPerStep(), plain(e.steps()), e.flops(), e.bytes());
        for (int i = 0; i < COLUMNS.size(); i++) {
            cells.put(COLUMNS.get(i), values.get(i));
        }
        return cells;
    }

    private static String attentionKind(Entry e) {
        return e.attentionKind().map(AttentionKind::label).orElse("");
    }

    /** Whole numbers without a fraction. */
    private static Number plain(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }
}
