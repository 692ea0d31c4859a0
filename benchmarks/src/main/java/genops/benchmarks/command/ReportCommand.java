package genops.benchmarks.command;

import genops.plot.Report;
import genops.results.projection.DeviceModel;
import genops.shapes.model.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: the page and the figures of a run. */
@Command(name = "java -jar benchmarks.jar report", sortOptions = false, description = {
    "Writes one HTML page with the findings and all figures of a run, which works from disk without a network, and each figure as an "
            + "SVG file beside it. What was not measured is estimated or left out, and the page says so."})
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = {
        "Run documents of one machine, read as one, such as a run and its sweeps (default: the newest in results/ and the others there of "
                + "its commit and machine)."})
    private List<Path> files = List.of();

    @Mixin
    private CatalogOptions catalog;

    @Option(names = "--device", paramLabel = "NAME", description = "Device to project to: a100-80gb or h100-sxm (default: a100-80gb).")
    private String device = DeviceModel.KNOWN.getFirst();

    @Option(names = {"-o", "--output"}, paramLabel = "FOLDER", description = "Where to write, over an earlier report (default: report).")
    private Path folder = Path.of("report");

    @Option(names = "--svg", description = "Write the SVG files alone, without the page.")
    private boolean svgAlone;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        List<Pipeline> pipelines = catalog.wholeModels();
        Report report = Report.of(RunFiles.joined(files), pipelines, DeviceModel.of(device));
        try {
            if (svgAlone) {
                report.writeFigures(folder);
            } else {
                report.write(folder);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write the report to " + folder + ": " + e.getMessage(), e);
        }
        System.out.println(svgAlone ? report.charts().size() + " figures as SVG in " + folder
                : folder.resolve(Report.PAGE) + " and " + report.charts().size() + " figures as SVG beside it");
        return ExitStatus.OK;
    }
}
