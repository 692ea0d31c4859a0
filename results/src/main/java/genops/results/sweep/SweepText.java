package genops.results.sweep;

import genops.results.composition.CallTimes;
import genops.results.roofline.AttentionVariant;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The sweeps of models that a run measured, as text: FLOPs and time of the groups at every value, and where they cross. */
public final class SweepText {
    /** Fewer points are no curve. */
    private static final int FEWEST = 2;
    /** A sweep measures the heaviest shapes until they carry more than half of the work; a curve needs no more. */
    private static final double MOST_ESTIMATED = 0.5;

    private SweepText() {}

    /** A table for each sweep of which enough is measured at two values or more; nothing where there is none. */
    public static String of(CallTimes measured) {
        StringBuilder text = new StringBuilder();
        for (ModelSweep sweep : ModelSweep.models()) {
            List<Series> flash = sweep.series(measured, AttentionVariant.FLASH);
            if (IntStream.range(0, sweep.values().size()).filter(i -> flash.stream().allMatch(s -> enough(s, i))).count() >= FEWEST) {
                text.append(table(sweep, flash, sweep.series(measured, AttentionVariant.UNFUSED))).append('\n');
            }
        }
        return text.toString();
    }

    private static boolean enough(Series series, int value) {
        return series.unknown().get(value) == 0 && series.estimatedShares().get(value) <= MOST_ESTIMATED;
    }

    private static String table(ModelSweep sweep, List<Series> flash, List<Series> unfused) {
        List<String> columns = new ArrayList<>(List.of(">" + sweep.parameter()));
        flash.forEach(s -> columns.add(">FLOP of " + s.group()));
        List<Series> timed = Stream.concat(flash.stream(), unfused.stream().filter(s -> !flash.contains(s))).toList();
        timed.forEach(s -> columns.addAll(List.of(">" + s.group() + (unfused.contains(s) ? flash.contains(s) ? "" : ", unfused" : ", flash"),
                ">estimated")));
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (int i = 0; i < sweep.values().size(); i++) {
            int value = i;
            List<String> cells = new ArrayList<>(List.of("" + sweep.values().get(i)));
            flash.forEach(s -> cells.add(Numbers.scaled(s.flops().get(value)).strip()));
            timed.forEach(s -> {
                cells.add(s.unknown().get(value) > 0 ? Numbers.NONE : Numbers.time(s.nanoseconds().get(value).value()));
                cells.add(s.estimatedShares().get(value) == 0 ? "" : Numbers.percent(s.estimatedShares().get(value)));
            });
            table.row(cells.toArray(String[]::new));
        }
        String groups = flash.get(0).group() + " and " + flash.get(1).group();
        return "Sweep of " + sweep.parameter() + ": " + sweep.model() + ", " + sweep.stage() + ", one inference\n" + table
                + crossing(sweep, "FLOPs of " + groups, flash.stream().map(Series::flops).toList())
                + crossing(sweep, "times of " + groups + " with flash attention", flash.stream().map(Series::times).toList());
    }

    private static String crossing(ModelSweep sweep, String what, List<List<Double>> curves) {
        return "the " + what + Series.crossing(sweep.values(), curves.get(0), curves.get(1))
                .map(at -> " cross at " + sweep.parameter() + " = " + Math.round(at))
                .orElse(" do not cross between " + sweep.values().getFirst() + " and " + sweep.values().getLast()) + "\n";
    }
}
