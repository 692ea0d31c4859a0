package genops.results.changepoint;

import genops.results.comparison.LostText;
import genops.results.comparison.Verdict;
import genops.results.history.History;
import genops.results.history.Run;
import genops.results.history.Series;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a history says, as tables for the console: its nights, its change points, its newest run. */
public final class HistoryText {
    private static final DateTimeFormatter NIGHT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private HistoryText() {}

    /** The whole text. */
    public static String of(History history, List<ChangePoint> changePoints, Judgement judgement) {
        StringBuilder text = new StringBuilder();
        List<Run> byTime = history.runs().stream().sorted(Comparator.comparing(r -> r.time().toInstant())).toList();
        text.append(history.runs().size()).append(" runs, ").append(history.series().size()).append(" series")
                .append(history.ratios().isEmpty() ? "" : " of times and " + history.ratios().size() + " of ratios to a reference").append(", from ")
                .append(night(byTime.getFirst())).append(" to ").append(night(byTime.getLast())).append('\n');
        history.leftOut().forEach(l -> text.append("left out: ").append(l.reason()).append('\n'));
        history.runs().stream().filter(Run::isSuspect)
                .forEach(r -> text.append("suspect, no baseline: ").append(r.file()).append(": ").append(r.suspect()).append('\n'));
        text.append('\n').append(changePoints.isEmpty() ? "no change points\n" : changePoints(changePoints));
        return text.append('\n').append(of(judgement)).toString();
    }

    private static String changePoints(List<ChangePoint> changePoints) {
        TextTable table = new TextTable("change point", "measurement", ">before", ">after", ">after/before", "between the two nights");
        changePoints.forEach(c -> table.row(night(c.firstAfter()), c.series().text(), value(c.series(), c.before()), value(c.series(), c.after()),
                ratio(c.ratio()), c.cause()));
        return table.toString();
    }

    /** What the newest run says against the nights before. */
    public static String of(Judgement judgement) {
        StringBuilder text = new StringBuilder("newest run: ").append(judgement.newest().file()).append('\n');
        if (!judgement.notJudged().isEmpty()) {
            boolean ratios = judgement.standings().stream().anyMatch(s -> s.series().isOfRatios());
            text.append(ratios ? "but for ratios to the reference not judged: " : "not judged: ").append(judgement.notJudged()).append('\n');
        }
        TextTable table = new TextTable("newest run", "since", "measurement", ">before", ">after", ">after/before", ">q",
                "between the two nights");
        judgement.departures().forEach(d -> table.row(d.state().name().toLowerCase(Locale.ROOT) + (d.slower() ? " slower" : " faster"),
                night(d.firstAfter()), d.series().text(), value(d.series(), d.before()), value(d.series(), d.after()),
                ratio(d.ratio()),
                String.format(Locale.ROOT, "%.1g", d.q()), d.cause()));
        if (!table.isEmpty()) {
            text.append(table);
        }
        return text.append(lost(judgement)).append(summary(judgement)).toString();
    }

    private static String lost(Judgement judgement) {
        return LostText.lines(judgement.lost(), judgement.present(), judgement.failed());
    }

    /** Why series of the newest run are not decided, where any are, and how many have which verdict: a line each. */
    public static String summary(Judgement judgement) {
        return PendingText.line(judgement.standings()) + judgement.standings().size() + " series: " + counted(judgement, Verdict.SLOWER)
                + " (" + judgement.regressions().size() + " newly), " + counted(judgement, Verdict.FASTER) + " ("
                + judgement.improvements().size() + " newly), " + counted(judgement, Verdict.UNCHANGED) + ", "
                + counted(judgement, Verdict.UNDECIDED) + (judgement.missing().isEmpty() ? "" : ", " + judgement.missing().size() + " lost")
                + (judgement.failed().isEmpty() ? "" : ", " + judgement.failed().size() + " failed") + "\n";
    }

    private static String counted(Judgement judgement, Verdict verdict) {
        return judgement.count(verdict) + " " + verdict.label();
    }

    /** A level of a series, as it is printed: a time, or a ratio. */
    public static String value(Series series, double level) {
        return series.isOfRatios() ? ratio(level) : Numbers.time(level);
    }

    private static String night(Run run) {
        return run.time().format(NIGHT);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
