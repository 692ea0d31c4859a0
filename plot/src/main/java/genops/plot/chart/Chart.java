package genops.plot.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One figure, ready to be drawn on the page or into a file.
 *
 * @param id short name in lower case with dashes: anchor on the page and name of the SVG file
 * @param title what the figure is about, in a few words
 * @param caption one sentence: what is shown, and which run it comes from
 * @param notes one line each: what has to be known to read the figure
 * @param missing one line each: what was not measured, and the command that measures it
 * @param height in pixels
 * @param option what Apache ECharts draws; empty where there is nothing to show, as nothing of it was measured
 */
public record Chart(String id, String title, String caption, List<String> notes, List<String> missing, int height,
        Optional<ObjectNode> option) {
    /** Width of an SVG file in pixels; on the page a figure is as wide as its column. */
    public static final int WIDTH = 1000;

    public Chart {
        notes = List.copyOf(notes);
        missing = List.copyOf(missing);
    }
}
