package genops.results.composition;

import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Composed against measured steps, as text. */
public final class StepCheckText {

    private StepCheckText() {}

    /** One row per measured step, with how far the composed time is off, in all and by operator class; empty without a step. */
    public static String table(List<StepCheck> checks) {
        if (checks.isEmpty()) {
            return "";
        }
        List<OperatorClass> classes = Arrays.stream(OperatorClass.values()).filter(c -> checks.stream().anyMatch(s -> known(s, c)
                .isPresent())).toList();
        List<String> columns = new ArrayList<>(List.of("one step", ">measured", ">composed", ">off by"));
        classes.forEach(c -> columns.add(">" + c.label()));
        columns.addAll(List.of(">speed-up by flash", ">composed"));
        TextTable table = new TextTable(columns.toArray(String[]::new));
        List<StepCheck.Speedup> speedups = StepCheck.speedups(checks);
        for (StepCheck check : checks) {
            List<String> cells = new ArrayList<>(List.of(check.name(), Numbers.time(check.measured()),
                    Numbers.time(check.composed().value()),
                    error(check)));
            classes.forEach(c -> cells.add(known(check, c).map(p -> percent(p.error())).orElse("")));
            Optional<StepCheck.Speedup> speedup = speedups.stream().filter(s -> s.step() == check.step()).findFirst();
            cells.add(speedup.map(s -> Numbers.ratio(s.ratio())).orElse(""));
            cells.add(speedup.map(s -> Numbers.ratio(s.composed())).orElse(""));
            table.row(cells.toArray(String[]::new));
        }
        return "Whole steps in place against the sum of their single shapes\n" + table;
    }

    /** How far composed numbers of a model are off, stage by stage; {@code not checked} where no stage was measured as a whole. */
    public static String ofModel(List<StepCheck> checks, String model) {
        List<StepCheck> some = StepCheck.ofModel(checks, model);
        return some.isEmpty() ? "not checked" : some.stream().map(c -> c.step().stage() + (c.step().pass() == 0 ? "" : " pass "
                + c.step().pass())
                + " " + c.step().attention() + " " + error(c)).collect(Collectors.joining(", "));
    }

    private static Optional<StepCheck.Part> known(StepCheck check, OperatorClass operatorClass) {
        return Optional.ofNullable(check.parts().get(operatorClass)).filter(p -> p.measured() > 0);
    }

    private static String error(StepCheck check) {
        return percent(check.error()) + (check.estimatedShare() > 0 ? " (" + Numbers.percent(check.estimatedShare()) + " estimated)" : "");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%+.1f%%", 100 * share);
    }
}
