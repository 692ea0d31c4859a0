package genops.results.comparison;

import genops.results.document.RunDocument;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as tables for the console: what changed, then the groups, then whole models. */
public final class ComparisonText {
    private static final int COMMIT_DIGITS = 10;

    private ComparisonText() {}

    /**
     * The text.
     *
     * @param catalog the models whose share in the measurements is shown
     */
    public static String of(Comparison comparison, Catalog catalog) {
        StringBuilder text = new StringBuilder();
        head(comparison, text);
        List<Change> told = new ArrayList<>(comparison.slower());
        told.addAll(comparison.faster());
        if (!told.isEmpty()) {
            text.append('\n').append(changes(told));
        }
        groups("operator", Group.byOperator(comparison), text);
        groups("model", Group.byModel(comparison, catalog), text);
        groups("kernel", Group.byKernel(comparison), text);
        inferences(Inference.of(comparison, catalog), text);
        if (comparison.anyLost()) {
            text.append('\n').append(LostText.lines(comparison.lost(), comparison.present(), comparison.failed()));
        }
        return text.append('\n').append(summary(comparison)).append('\n').toString();
    }

    private static void head(Comparison comparison, StringBuilder text) {
        run("before", comparison.before(), text);
        run("after", comparison.after(), text);
        comparison.differences().forEach(d -> text.append("differs: ").append(d.text()).append('\n'));
        text.append(String.format(Locale.ROOT, "all measurements together: after/before %s%s%n", ratio(comparison.common()),
                !comparison.thresholds().tells(comparison.common()) ? "" : comparison.common() > 1 ? ": everything became slower"
                        : ": everything became faster"));
        text.append(String.format(Locale.ROOT, "noise between the runs beyond that of their forks: %s; told from %s on, of those told "
                + "at most %s by chance%n", Numbers.percent(comparison.betweenRuns()), Numbers.percent(comparison.thresholds().effect()),
                Numbers.percent(comparison.thresholds().falseDiscoveries())));
    }

    private static void run(String name, RunDocument run, StringBuilder text) {
        String commit = run.commit();
        text.append(String.format(Locale.ROOT, "%-7s %s, commit %s%s%n", name, run.started(),
                commit.substring(0, Math.min(commit.length(), COMMIT_DIGITS)) + (commit.endsWith("-dirty") ? "-dirty" : ""),
                run.suspect().isEmpty() ? "" : ", suspect: " + run.suspect()));
    }

    private static TextTable changes(List<Change> changes) {
        TextTable table = new TextTable("measurement", "verdict", ">before", ">after", ">after/before", ">95% interval", ">q");
        changes.forEach(c -> table.row(c.key().text(), c.verdict().label(), Numbers.time(c.before().value()),
                Numbers.time(c.after().value()), ratio(c.ratio()), ratio(c.interval().low()) + " to " + ratio(c.interval().high()),
                String.format(Locale.ROOT, "%.1g", c.q())));
        return table;
    }

    private static void groups(String name, List<Group> groups, StringBuilder text) {
        TextTable table = new TextTable(name, ">measurements", ">slower", ">faster", ">after/before, geometric mean");
        groups.forEach(g -> table.row(g.name(), g.changes().size() + (g.lost() == 0 ? "" : " of " + (g.changes().size() + g.lost())), "" + g.count(Verdict.SLOWER), "" + g.count(Verdict.FASTER),
                estimate(g.geometricMean().value(), g.geometricMean().error())));
        if (!table.isEmpty()) {
            text.append('\n').append(table);
        }
    }

    private static void inferences(List<Inference> inferences, StringBuilder text) {
        TextTable table = new TextTable("one inference", "attention", ">before", ">after", ">after/before", ">of it measured");
        inferences.forEach(i -> table.row(i.model(), i.variant().label(), Numbers.time(i.before()), Numbers.time(i.after()),
                estimate(i.ratio().value(), i.ratio().error()), i.complete() ? Numbers.percent(i.measuredShare()) : Numbers.NONE));
        if (!table.isEmpty()) {
            text.append('\n').append(table);
        }
    }

    private static String summary(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        text.append(comparison.changes().size()).append(" compared: ").append(comparison.slower().size()).append(" slower, ")
                .append(comparison.faster().size()).append(" faster, ").append(comparison.of(Verdict.UNCHANGED).size())
                .append(" unchanged, ").append(comparison.of(Verdict.UNDECIDED).size()).append(" not decided");
        count(comparison.lost().size(), "lost", text);
        count(comparison.failed().size(), "failed and had no time before", text);
        count(comparison.gained().size(), "new", text);
        return text.toString();
    }

    private static void count(int number, String what, StringBuilder text) {
        if (number > 0) {
            text.append(", ").append(number).append(' ').append(what);
        }
    }

    private static String estimate(double value, double error) {
        return ratio(value) + (Double.isFinite(error) ? String.format(Locale.ROOT, " ± %.3f", error) : " ± ?");
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
