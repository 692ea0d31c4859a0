package genops.results.table;

import genops.results.document.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is said of kernels that state a factor on the tolerance: one line for each of an operator, with the largest error beside it. */
final class StatedFactors {

    /** What cases must share to share a line. */
    private record Stated(String operator, String kernel, double factor, String reason) {}

    private StatedFactors() {}

    static String lines(List<Measurement> measurements) {
        Map<Stated, List<Measurement>> stated = new LinkedHashMap<>();
        measurements.stream().filter(m -> m.errorFactor() > 1 && !Double.isNaN(m.error())).forEach(m -> stated.computeIfAbsent(
                new Stated(m.operator(), m.kernel(), m.errorFactor(), m.errorReason()), s -> new ArrayList<>()).add(m));
        StringBuilder text = new StringBuilder();
        stated.forEach((key, cases) -> {
            Measurement worst = cases.stream().reduce((a, b) -> a.error() / a.tolerance() >= b.error() / b.tolerance() ? a : b).orElseThrow();
            text.append(String.format(Locale.ROOT, "factor %.3g on the tolerance: %s %s: error %.1e at %s, %.1e allowed: %s\n", key.factor(),
                    key.operator(), key.kernel(), worst.error(), worst.shape(), worst.tolerance(), key.reason()));
        });
        return text.toString();
    }
}
