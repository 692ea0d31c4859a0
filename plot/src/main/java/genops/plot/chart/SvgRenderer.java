package genops.plot.chart;

import io.roastedroot.quickjs4j.core.Engine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws figures as SVG documents in this JVM: ECharts' own server-side rendering, run by QuickJS, which {@code quickjs4j} has as
 * bytecode of the JVM. For one thread at a time.
 *
 * <p>QuickJS rather than GraalJS or a headless browser: it takes 1.2 MB of the jar against 63 MB of GraalJS; a browser may be absent,
 * and draws the same.
 */
public final class SvgRenderer implements AutoCloseable {
    /** What ECharts takes for granted; a figure without animation waits for nothing. */
    private static final String BEFORE = "var self = globalThis; function setTimeout() { return 0; } function clearTimeout() {}\n";
    /** Each script is evaluated as a module, whose names end with it. */
    private static final String AFTER = "\nglobalThis.figures = figures;";
    private static final int HEADER = 40;
    /** More lines than these on what is missing are too many for a picture. */
    private static final int SHOWN = 2;
    private static final int MARGIN = 14;
    private static final int LINE = 16;
    private static final int CHARACTERS_PER_LINE = 150;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Engine engine = Engine.builder().withStdout(output).build();

    /** Loads ECharts, which takes a few seconds. */
    public SvgRenderer() {
        // called as a function of the global object, ECharts leaves its name there as in a browser
        run(BEFORE + "(function () {" + Script.ECHARTS.text() + "\n}).call(globalThis);\n" + Script.FIGURES.text() + AFTER);
    }

    /** What a script prints. */
    private String run(String script) {
        output.reset();
        int compiled = engine.compile(script);
        engine.exec(compiled);
        engine.free(compiled);
        return output.toString(StandardCharsets.UTF_8).strip();
    }

    /** The figure with its title above and caption and notes below, on white; where there is nothing to show, only those. */
    public String render(Chart chart) {
        List<String> lines = new ArrayList<>(wrap(chart.caption()));
        chart.notes().forEach(note -> lines.addAll(wrap(note)));
        if (chart.missing().size() > SHOWN) {
            lines.addAll(wrap("Not measured: " + chart.missing().size()
                    + " things; the report's page says which, and how to measure them."));
        } else {
            chart.missing().forEach(line -> lines.addAll(wrap(line)));
        }
        int plot = chart.option().isPresent() ? chart.height() : 0;
        int height = HEADER + plot + MARGIN + LINE * lines.size() + MARGIN;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(Chart.WIDTH).append("\" height=\"").append(height)
                .append("\" viewBox=\"0 0 ").append(Chart.WIDTH).append(' ').append(height)
                .append("\" role=\"img\" font-family=\"system-ui, sans-serif\" fill=\"#333333\">\n<title>").append(escape(chart.title()))
                .append("</title>\n<desc>").append(escape(chart.caption())).append("</desc>\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(svg, 26, 18, chart.title(), "font-weight=\"bold\"");
        chart.option().ifPresent(option -> svg.append("<g transform=\"translate(0 ").append(HEADER).append(")\">\n")
                .append(run("console.log(figures.svg(" + option + ", " + Chart.WIDTH + ", " + chart.height() + "));")).append("\n</g>\n"));
        int y = HEADER + plot + MARGIN;
        for (String line : lines) {
            text(svg, y, 12, line, "");
            y += LINE;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, int y, int size, String text, String attributes) {
        svg.append("<text x=\"").append(MARGIN).append("\" y=\"").append(y).append("\" font-size=\"").append(size).append("\" ")
                .append(attributes).append('>').append(escape(text)).append("</text>\n");
    }

    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > CHARACTERS_PER_LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        engine.close();
    }
}
