package genops.plot.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that figures are drawn with. */
public enum Script {
    /** Apache ECharts, Apache License 2.0. */
    ECHARTS("echarts.min.js"),
    /** What options of figures cannot say in JSON. */
    FIGURES("figures.js");

    private final String file;

    Script(String file) {
        this.file = file;
    }

    /** The source text. */
    public String text() {
        try (InputStream stream = Script.class.getResourceAsStream("/genops/plot/" + file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is missing from the class path: build the project with Maven");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
