package genops.benchmarks.command;

import genops.plot.HistoryPage;
import genops.results.changepoint.ChangePoint;
import genops.results.changepoint.ChangePoints;
import genops.results.changepoint.HistoryJson;
import genops.results.changepoint.HistoryText;
import genops.results.changepoint.Judge;
import genops.results.changepoint.Judgement;
import genops.results.comparison.Thresholds;
import genops.results.history.History;
import genops.shapes.catalog.Catalog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history}: change points over all nights, and the newest against those before. */
@Command(name = "java -jar benchmarks.jar history", sortOptions = false, description = {
    "Reads a folder of run documents and says on which nights which measurement became slower or faster and stayed so, with the commits, "
            + "JDKs and machines of the two nights; and what the newest run says against the nights before. Nights are in the order of their "
            + "commits. Files that are no run document are named and left out.",
    "Each series of the newest run is slower, faster, unchanged (surely, by less than the smallest effect) or not decided, with the nights "
            + "that would probably do.",
    "Exit status: 0 nothing became newly slower, or it is not decided, which is said; 3 something did, on three nights in succession; 1 "
            + "nothing did but something was lost: a "
            + "case of the newest run failed, crashed or is missing."})
final class HistoryCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", arity = "0..1", description = "Folder of run documents (default: results/history).")
    private Path folder = NightlyCommand.HISTORY;

    @Mixin
    private ThresholdOptions thresholds;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private String format = "text";

    @Option(names = "--html", paramLabel = "FILE", description = {
        "Write the history as one page, which works from disk, instead: every series, the largest changes first."})
    private Path html;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        OutputFormat chosen = OutputFormat.of(format);
        if (html != null && chosen == OutputFormat.JSON) {
            throw new IllegalArgumentException("--format has no effect beside --html");
        }
        Thresholds told = thresholds.thresholds();
        History history = History.load(folder);
        if (history.runs().isEmpty()) {
            throw new IllegalArgumentException("no run document in " + folder
                    + history.leftOut().stream().findFirst().map(l -> "; first of " + history.leftOut().size() + " left out: " + l.reason()).orElse(""));
        }
        List<ChangePoint> changePoints = ChangePoints.of(history, told);
        Judgement judgement = Judge.newest(history, told);
        int status = ExitStatus.of(!judgement.regressions().isEmpty(), judgement.anyLost());
        if (html != null) {
            page(history, changePoints, judgement);
            return status;
        }
        out.print(switch (chosen) {
            case TEXT -> HistoryText.of(history, changePoints, judgement);
            case JSON -> HistoryJson.of(history, changePoints, judgement);
        });
        return status;
    }

    private void page(History history, List<ChangePoint> changePoints, Judgement judgement) {
        try {
            Files.writeString(html, HistoryPage.html(history, changePoints, Catalog.standard()));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write " + html + ": " + e.getClass().getSimpleName(), e);
        }
        out.println(html + ": " + history.series().size() + " measurements over " + history.runs().size() + " nights");
        out.print(HistoryText.summary(judgement));
    }
}
