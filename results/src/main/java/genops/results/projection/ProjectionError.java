package genops.results.projection;

import genops.results.composition.CallTime;
import genops.results.composition.CallTimes;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far projections of one machine are from its measurements, for one operator class.
 *
 * @param group {@code unfused}, {@code flash}, or the label of another operator class
 * @param shapes number of measured shapes compared
 * @param ratio geometric mean of measured over projected time
 * @param least smallest of those ratios
 * @param most largest of them
 */
public record ProjectionError(String group, int shapes, double ratio, double least, double most) {

    /** Compares every shape that was measured with its projection; groups without a measured shape are absent. */
    public static List<ProjectionError> of(Collection<Operator> shapes, CallTimes measured, CallTimes projected) {
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        for (Operator shape : shapes) {
            if (shape.type().operatorClass() == OperatorClass.ATTENTION) {
                for (AttentionVariant variant : AttentionVariant.values()) {
                    compare(shape, variant, variant.label(), measured, projected, ratios);
                }
            } else {
                compare(shape, AttentionVariant.FLASH, shape.type().operatorClass().label(), measured, projected, ratios);
            }
        }
        return ratios.entrySet().stream().map(e -> new ProjectionError(e.getKey(), e.getValue().size(),
                Samples.geometricMean(e.getValue()), e.getValue().stream().mapToDouble(r -> r).min().orElseThrow(),
                e.getValue().stream().mapToDouble(r -> r).max().orElseThrow())).toList();
    }

    private static void compare(Operator shape, AttentionVariant variant, String group, CallTimes measured, CallTimes projected,
            Map<String, List<Double>> ratios) {
        if (measured.of(shape, variant) instanceof CallTime.Measured m && projected.of(shape, variant) instanceof CallTime.Projected p) {
            ratios.computeIfAbsent(group, k -> new ArrayList<>()).add(m.nanoseconds().value() / p.nanoseconds());
        }
    }

    /** The errors as a table. */
    public static String table(List<ProjectionError> errors) {
        TextTable table = new TextTable("class", ">shapes", ">measured / projected", ">least", ">most");
        errors.forEach(e -> table.row(e.group, "" + e.shapes, Numbers.ratio(e.ratio), Numbers.ratio(e.least), Numbers.ratio(e.most)));
        return table.toString();
    }
}
