package genops.plot.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * The range of a logarithmic axis of ratios that no outlier decides: values further from the quartiles than {@value #FENCE} times their
 * distance on the logarithmic scale, and than four times, are drawn at its edge with an arrow and their number.
 *
 * @param low left end
 * @param high right end
 */
public record Limits(double low, double high) {
    /** Tukey's fence for values that are far out. */
    private static final double FENCE = 3;
    /** Quartiles of fewer values say nothing. */
    private static final int FEWEST = 5;
    /** What is at most four times the quartile is shown, however close together the others are. */
    private static final double LEAST_FENCE = Math.log(4);
    private static final double MARGIN = 1.1;

    /** The range of some positive values, which holds 1. */
    public static Limits of(Collection<Double> values) {
        double[] logs = values.stream().mapToDouble(Math::log).sorted().toArray();
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        if (logs.length >= FEWEST) {
            double first = logs[(logs.length - 1) / 4];
            double third = logs[logs.length - 1 - (logs.length - 1) / 4];
            double fence = Math.max(FENCE * (third - first), LEAST_FENCE);
            low = first - fence;
            high = third + fence;
        }
        double least = 0;
        double most = 0;
        for (double log : logs) {
            if (log >= low && log <= high) {
                least = Math.min(least, log);
                most = Math.max(most, log);
            }
        }
        return new Limits(Math.exp(least) / MARGIN, Math.exp(most) * MARGIN);
    }

    /** Whether a value lies outside. */
    public boolean clips(double value) {
        return value < low || value > high;
    }

    /** The value, or the end of the range that it lies beyond. */
    public double clip(double value) {
        return Math.clamp(value, low, high);
    }

    /** Gives the range to a horizontal axis, and hides what of an interval lies beyond it. */
    public void to(ObjectNode axis) {
        axis.put("min", low).put("max", high);
        ((ObjectNode) axis.get("axisLabel")).put("showMinLabel", false).put("showMaxLabel", false);
    }

    /** Draws a clipped point as an arrow towards its value, which stands beside it. */
    public void mark(ObjectNode point, double value, String text) {
        if (clips(value)) {
            point.put("symbol", "triangle").put("symbolRotate", value > high ? -90 : 90);
            point.set("label", Json.object("show", true, "position", value > high ? "left" : "right", "formatter", text));
        }
    }
}
