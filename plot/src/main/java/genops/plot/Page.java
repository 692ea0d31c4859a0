package genops.plot;

import genops.plot.chart.Chart;
import genops.plot.chart.Script;
import genops.plot.figure.View;
import genops.results.document.JvmArguments;
import genops.results.document.Machine;
import genops.results.document.RunDocument;
import genops.results.table.MeasurementTables;
import genops.results.table.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The frame of a page and the report in it, as one HTML document that needs nothing else: scripts, styles and data are in it, and its policy forbids the network. */
final class Page {
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

    private static final int INLINE = 2;

    private Page() {}

    static String html(RunDocument document, List<View> views, List<Chart> charts) {
        StringBuilder html = open("genops report");
        head(html, document);
        html.append(FindingsTable.html(views.getFirst().findings()));
        html.append(
                "<h2>Figures</h2>\n<p>Hover over a point or a bar for shape, kernel, time and error; click an entry of a legend to hide "
                + "or show it.</p>\n<nav>");
        charts.forEach(c -> html.append("<a href=\"#").append(c.id()).append("\">").append(Html.escape(c.title())).append("</a> "));
        html.append("</nav>\n<noscript><p>Scripts are off: the figures lie beside this page as SVG files.</p></noscript>\n");
        charts.forEach(c -> figure(html, c));
        html.append("<h2>Measurements</h2>\n");
        Html.details(html, "Every measurement, and every case without a time", MeasurementTables.of(document));
        return close(html, "page.js");
    }

    /** The beginning of a page. */
    static StringBuilder open(String title) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        return html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY)
                .append("\">\n<title>").append(title).append("</title>\n<style>\n")
                .append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
    }

    /**
     * A page to its end.
     *
     * @param script the file of the script that draws it
     */
    static String close(StringBuilder html, String script) {
        html.append("</main>\n");
        for (String text : List.of(Script.ECHARTS.text(), Script.FIGURES.text(), resource(script))) {
            html.append("<script>\n").append(Html.script(text)).append("\n</script>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static void head(StringBuilder html, RunDocument document) {
        Machine machine = document.machine();
        html.append("<h1>Operators of generative image and video models</h1>\n<dl>\n");
        term(html, "run", document.started() + ", commit " + document.commit() + ", " + document.command());
        term(html, "machine", machine.cpu() + ", " + machine.cores() + " processors, " + machine.vector() + ", "
                + Numbers.bytes(machine.memoryBytes()) + " memory" + (machine.gpu().isEmpty() ? "" : "; " + machine.gpu() + ", driver "
                + machine.gpuDriver()));
        String arguments = String.join(" ", JvmArguments.decisive(machine.jvmFlags()));
        term(html, "software", machine.os() + "; " + machine.jdk() + (arguments.isEmpty() ? "" : " with " + arguments));
        html.append("</dl>\n");
    }

    private static void term(StringBuilder html, String name, String value) {
        html.append("<dt>").append(name).append("</dt><dd>").append(Html.escape(value)).append("</dd>\n");
    }

    private static void figure(StringBuilder html, Chart chart) {
        html.append("<figure id=\"").append(chart.id()).append("\"><h3>").append(Html.escape(chart.title())).append("</h3>\n");
        chart.option().ifPresentOrElse(option -> html.append("<div class=\"plot\" style=\"height:").append(chart.height())
                .append("px\"></div>\n<script type=\"application/json\">").append(Html.script(option.toString())).append("</script>\n"),
                () -> html.append("<p class=\"nothing\">Not measured in this run; below stands what measures it.</p>\n"));
        html.append("<figcaption>").append(Html.escape(chart.caption())).append(" <a href=\"").append(chart.id())
                .append(".svg\">SVG</a>");
        list(html, chart.notes());
        if (chart.missing().size() > INLINE) {
            html.append("<details><summary>").append(chart.missing().size()).append(" things were not measured</summary>");
            list(html, chart.missing());
            html.append("</details>");
        } else {
            list(html, chart.missing());
        }
        html.append("</figcaption></figure>\n");
    }

    private static void list(StringBuilder html, List<String> lines) {
        if (!lines.isEmpty()) {
            html.append("<ul>");
            lines.forEach(line -> html.append("<li>").append(Html.escape(line)).append("</li>"));
            html.append("</ul>");
        }
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
