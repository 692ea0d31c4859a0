package genops.plot;

import genops.plot.chart.Chart;
import genops.plot.chart.SvgRenderer;
import genops.plot.figure.ComposedSteps;
import genops.plot.figure.DiffusionAgainstTransformer;
import genops.plot.figure.FlashSpeedups;
import genops.plot.figure.GainOverBalance;
import genops.plot.figure.OperatorBreakdown;
import genops.plot.figure.QueryRows;
import genops.plot.figure.Roofline;
import genops.plot.figure.Scaling;
import genops.plot.figure.SequenceLengthCourse;
import genops.plot.figure.ShapeSpeedups;
import genops.plot.figure.TemporalAttentionTime;
import genops.plot.figure.TemporalLayouts;
import genops.plot.figure.VendorComparison;
import genops.plot.figure.View;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.results.sweep.ModelSweep;
import genops.results.sweep.QuerySweep;
import genops.results.sweep.Sweep;
import genops.shapes.model.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The report of a run: one page with all figures and the findings, and each figure as an SVG file beside it. */
public final class Report {
    /** Name of the page in the folder of a report. */
    public static final String PAGE = "index.html";

    private final RunDocument document;
    private final List<View> views;
    private final List<Chart> charts;

    private Report(RunDocument document, List<View> views, List<Chart> charts) {
        this.document = document;
        this.views = views;
        this.charts = charts;
    }

    /**
     * Makes the report of a run.
     *
     * @param pipelines the models that whole-model figures are composed for
     * @param device the device that they are projected to
     */
    public static Report of(RunDocument document, List<Pipeline> pipelines, DeviceModel device) {
        List<View> views = View.of(document, pipelines, device);
        List<Chart> charts = new ArrayList<>();
        for (View view : views) {
            charts.add(ShapeSpeedups.of(view));
            charts.add(FlashSpeedups.of(view));
            charts.add(DiffusionAgainstTransformer.of(view));
            charts.add(GainOverBalance.of(view, device));
            charts.add(OperatorBreakdown.of(view, false));
            charts.add(ComposedSteps.of(view));
            charts.add(TemporalAttentionTime.of(view));
            charts.add(TemporalLayouts.of(view));
            if (view.ofProcessor()) {
                charts.add(Roofline.of(view));
                charts.add(VendorComparison.of(view));
            }
            Sweep.all().forEach(sweep -> charts.add(switch (sweep) {
                case ModelSweep model -> Scaling.of(view, model);
                case QuerySweep queries -> QueryRows.of(view, queries);
            }));
        }
        charts.add(SequenceLengthCourse.of(pipelines));
        charts.add(OperatorBreakdown.of(views.getFirst(), true));
        return new Report(document, views, List.copyOf(charts));
    }

    /** The figures, in the order of the page. */
    public List<Chart> charts() {
        return charts;
    }

    /** The page. */
    public String html() {
        return Page.html(document, views, charts);
    }

    /**
     * Writes the page and the SVG files, over those of an earlier report.
     *
     * @param folder is made where it does not exist
     * @return the files, the page first
     */
    public List<Path> write(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.createDirectories(folder);
        files.add(Files.writeString(folder.resolve(PAGE), html()));
        files.addAll(writeFigures(folder));
        return files;
    }

    /**
     * Writes the SVG files alone, over those of an earlier report.
     *
     * @param folder is made where it does not exist
     * @return the files
     */
    public List<Path> writeFigures(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.createDirectories(folder);
        try (SvgRenderer renderer = new SvgRenderer()) {
            for (Chart chart : charts) {
                files.add(Files.writeString(folder.resolve(chart.id() + ".svg"), renderer.render(chart)));
            }
        }
        return files;
    }
}
