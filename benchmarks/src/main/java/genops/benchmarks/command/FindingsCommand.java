package genops.benchmarks.command;

import genops.results.composition.CompositionText;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.findings.Evidence;
import genops.results.findings.Findings;
import genops.results.findings.FindingsJson;
import genops.results.findings.FindingsText;
import genops.results.layout.LayoutCost;
import genops.results.layout.LayoutText;
import genops.results.projection.DeviceModel;
import genops.results.roofline.AttentionVariant;
import genops.results.sweep.QueryText;
import genops.results.sweep.SweepText;
import genops.results.table.HeldBack;
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
    "Says what flash attention gains and judges the published observations on these models, for each stack (one framework's kernels) "
            + "by itself, from the measured times of a run. Shapes that were not measured are estimated from those that were; where that "
            + "is more than a few percent, or an interval straddles the verdict, nothing is judged, and the command that would settle it is "
            + "named."})
final class FindingsCommand implements Callable<Integer> {
    private static final String DEVICE = DeviceModel.KNOWN.getFirst();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = {
        "Run documents of one machine, read as one (default: the newest in results/ and the others there of its commit and machine)."})
    private List<Path> files = List.of();

    @Option(names = "--device", paramLabel = "NAME", description = "Device to project to: a100-80gb or h100-sxm (default: a100-80gb).")
    private String device = DEVICE;

    @Option(names = "--stack", split = ",", paramLabel = "NAME", description = {
        "Whose kernels are judged, each by itself: vector (this suite's on the CPU) or cuda (on a GPU) (default: all that were measured)."})
    private List<String> stacks = List.of();

    @Mixin
    private CatalogOptions catalog;

    @Option(names = "--details", description = "Print every number behind the findings, and what the data shows.")
    private boolean details;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private String format = "text";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException {
        List<Pipeline> pipelines = catalog.wholeModels();
        if (details && format.equals("json")) {
            throw new IllegalArgumentException("--details has no effect beside --format json, which has every number");
        }
        DeviceModel model = DeviceModel.of(device);
        RunDocument document = RunFiles.joined(files);
        List<Stack> chosen = stacks.isEmpty() ? Stack.measuredIn(document) : stacks.stream().map(Stack::of).toList();
        Findings findings = Findings.of(document, chosen, pipelines, model);
        out.print(switch (format) {
            case "text" -> FindingsText.of(findings) + (details ? "\n" + FindingsText.details(findings)
                    + compositions(document, pipelines, chosen, findings) : "") + more(document, pipelines) + heldBack(document);
            case "json" -> FindingsJson.of(findings);
            default -> throw new IllegalArgumentException("unknown format '" + format + "'; known: text, json");
        });
        return ExitStatus.OK;
    }

    /** The time of every model by operator class, for each stack. */
    private static String compositions(RunDocument document, List<Pipeline> pipelines, List<Stack> stacks, Findings findings) {
        StringBuilder text = new StringBuilder();
        for (Stack stack : stacks) {
            Evidence evidence = new Evidence(pipelines, MeasuredTimes.of(document, Selection.of(stack, document)));
            text.append('\n').append(stack.title()).append(", ").append(evidence.name()).append('\n');
            evidence.models().forEach(m -> text.append('\n').append(CompositionText.of(evidence.composition(m, AttentionVariant.UNFUSED),
                    evidence.composition(m, AttentionVariant.FLASH), findings.checks())));
        }
        return text.toString();
    }

    /** What sweeps and layouts say, where they were measured. */
    private static String more(RunDocument document, List<Pipeline> pipelines) {
        MeasuredTimes times = MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document));
        String sweeps = SweepText.of(times) + QueryText.of(document);
        String layouts = LayoutText.of(LayoutCost.of(Catalog.of(pipelines), times));
        return (sweeps.isEmpty() ? "" : "\n" + sweeps) + (layouts.isEmpty() ? "" : "\n" + layouts);
    }

    /** Whoever reads findings compares stacks: he is told where one's library was not what it is by itself. */
    private static String heldBack(RunDocument document) {
        String lines = HeldBack.in(document).lines();
        return lines.isEmpty() ? "" : "\n" + lines;
    }

    /** What a run says about the observations, for each stack that it measured, beside what is projected to the paper's device. */
    static Findings findings(RunDocument document, List<Pipeline> pipelines) {
        return Findings.of(document, Stack.measuredIn(document), pipelines, DeviceModel.of(DEVICE));
    }
}
