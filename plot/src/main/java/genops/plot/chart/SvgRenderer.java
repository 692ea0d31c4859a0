package genops.plot.chart;

import java.util.ArrayList;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/**
 * Draws figures as SVG documents in this JVM: ECharts' own server-side rendering, run by Mozilla Rhino. Must be closed by the thread
 * that made it.
 *
 * <p>Rhino rather than GraalJS or a headless browser: ECharts' distribution is ES5, all that Rhino has to understand, and Rhino is one
 * jar of 1.3 MB against 63 MB of GraalJS; a browser may be absent, and draws the same.
 */
public final class SvgRenderer implements AutoCloseable {
    private static final String MISSING_IN_RHINO = "function setTimeout() { return 0; } function clearTimeout() {}";
    private static final int HEADER = 40;
    /** More lines than these on what is missing are too many for a picture. */
    private static final int SHOWN = 2;
    private static final int MARGIN = 14;
    private static final int LINE = 16;
    private static final int CHARACTERS_PER_LINE = 150;

    private final Context context;
    private final ScriptableObject scope;

    /** Loads ECharts, which takes a second or two. */
    public SvgRenderer() {
        context = Context.enter();
        // ECharts is too large for the compiled mode to pay
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        run("rhino", MISSING_IN_RHINO);
        run("echarts", Script.ECHARTS.text());
        run("figures", Script.FIGURES.text());
    }

    private Object run(String name, String script) {
        return context.evaluateString(scope, script, name, 1, null);
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
                .append(run("figure", "figures.svg(" + option + ", " + Chart.WIDTH + ", " + chart.height() + ")")).append("\n</g>\n"));
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
        Context.exit();
    }
}
