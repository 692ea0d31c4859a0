package genops.benchmarks.command;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.findings.Evidence;
import genops.results.findings.Findings;
import genops.results.findings.FindingsJson;
import genops.results.findings.FindingsText;
import genops.shapes.model.Pipeline;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code findings}: published observations, judged from run documents. */
@Command(name = "java -jar benchmarks.jar findings", sortOptions = false, description = {
    "Judges the published observations on these models from the measured times of a run, beside the paper's own figures. Shapes that "
            + "were not measured are estimated from those that were; how much of a number is estimated stands beside it."})
final class FindingsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Run documents, e.g. results/run-….json.")
    private List<Path> files;

    @Mixin
    private CatalogOptions catalog;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private String format = "text";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        List<Pipeline> pipelines = catalog.filter().pipelines();
        for (Path file : files) {
            Findings findings = findings(RunDocuments.read(file), pipelines);
            out.print(switch (format) {
                case "text" -> FindingsText.of(findings);
                case "json" -> FindingsJson.of(findings);
                default -> throw new IllegalArgumentException("unknown format '" + format + "'; known: text, json");
            });
        }
        return ExitStatus.OK;
    }

    /** What the CPU kernels of a run say about the observations. */
    static Findings findings(RunDocument document, List<Pipeline> pipelines) {
        return Findings.of(new Evidence(pipelines, MeasuredTimes.of(document, Selection.cpu(document))), Optional.empty());
    }
}
