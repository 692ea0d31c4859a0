package genops.benchmarks.command;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.document.RunDocument;
import genops.results.findings.Findings;
import genops.results.findings.FindingsJson;
import genops.results.findings.FindingsText;
import genops.results.layout.LayoutCost;
import genops.results.layout.LayoutText;
import genops.results.projection.DeviceModel;
import genops.results.sweep.QueryText;
import genops.results.sweep.SweepText;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Pipeline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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
    private static final String DEVICE = DeviceModel.KNOWN.getFirst();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = {
        "Run documents of one machine, read as one (default: the newest in results/ and the others there of its commit and machine)."})
    private List<Path> files = List.of();

    @Option(names = "--device", paramLabel = "NAME", description = "Device to project to: a100-80gb or h100-sxm (default: a100-80gb).")
    private String device = DEVICE;

    @Mixin
    private CatalogOptions catalog;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private String format = "text";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException {
        List<Pipeline> pipelines = catalog.filter().pipelines();
        DeviceModel model = DeviceModel.of(device);
        RunDocument document = RunFiles.joined(files);
        Findings findings = findings(document, pipelines, model);
        out.print(switch (format) {
            case "text" -> FindingsText.of(findings) + more(document, pipelines);
            case "json" -> FindingsJson.of(findings);
            default -> throw new IllegalArgumentException("unknown format '" + format + "'; known: text, json");
        });
        return ExitStatus.OK;
    }

    /** What sweeps and layouts say, where they were measured. */
    private static String more(RunDocument document, List<Pipeline> pipelines) {
        MeasuredTimes times = MeasuredTimes.of(document, Selection.cpu(document));
        String sweeps = SweepText.of(times) + QueryText.of(document);
        String layouts = LayoutText.of(LayoutCost.of(Catalog.of(pipelines), times));
        return (sweeps.isEmpty() ? "" : "\n" + sweeps) + (layouts.isEmpty() ? "" : "\n" + layouts);
    }

    /** What the CPU kernels of a run say about the observations, beside what is projected to the paper's device. */
    static Findings findings(RunDocument document, List<Pipeline> pipelines) {
        return findings(document, pipelines, DeviceModel.of(DEVICE));
    }

    private static Findings findings(RunDocument document, List<Pipeline> pipelines, DeviceModel device) {
        return Findings.of(document, Selection.cpu(document), pipelines, device);
    }
}
