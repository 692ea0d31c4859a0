package genops.benchmarks.command;

import genops.results.changepoint.Departure;
import genops.results.changepoint.Judgement;
import genops.results.table.Numbers;
import java.util.Locale;

/** What a judgement of a night says, for the console. */
final class NightText {

    private NightText() {}

    static String of(Judgement judgement) {
        if (!judgement.notJudged().isEmpty()) {
            return "not judged: " + judgement.notJudged() + "\n";
        }
        StringBuilder text = new StringBuilder();
        judgement.departures().forEach(d -> text.append(line(d)).append('\n'));
        judgement.missing().forEach(s -> text.append("missing, was measured by the run before: ").append(s.key().text()).append('\n'));
        text.append(judgement.judged()).append(" measurements judged: ").append(judgement.regressions().size()).append(" slower, ")
                .append(judgement.improvements().size()).append(" faster");
        if (judgement.unjudged() > 0) {
            text.append("; ").append(judgement.unjudged()).append(" have too few nights before this one");
        }
        return text.append('\n').toString();
    }

    private static String line(Departure departure) {
        String state = departure.state().name().toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "%s %s: %s, %s before %s (%.3f×), from %s on, %s", departure.slower() ? "slower" : "faster",
                state, departure.key().text(), Numbers.time(departure.after()), Numbers.time(departure.before()), departure.ratio(),
                departure.firstAfter().time(), departure.cause());
    }
}
