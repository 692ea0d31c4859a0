package genops.benchmarks.command;

import genops.results.comparison.Aspect;
import genops.results.comparison.Comparer;
import genops.results.comparison.Comparison;
import genops.results.comparison.ComparisonJson;
import genops.results.comparison.ComparisonText;
import genops.results.document.RunDocuments;
import genops.shapes.catalog.Catalog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}: two runs, measurement by measurement. */
@Command(name = "java -jar benchmarks.jar compare", sortOptions = false, description = {
    "Says what became slower or faster from one run to another, by how much and how surely, and what that makes of each model's whole "
            + "inference. Unchanged is what surely changed by less than the smallest effect. The rest is not decided, with the number of forks "
            + "that would probably do. Three forks or more on each side tell most; with one fork nothing is judged.",
    "What the later run lost is named: cases of the earlier run that failed, crashed or are missing, and backends that are gone.",
    "Exit status: 0 nothing became slower, or it is not decided, which is said; 3 something became slower; 1 nothing did but something was "
            + "lost or failed; 2 the runs cannot be compared."})
final class CompareCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BEFORE", description = "Run document.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Run document.")
    private Path after;

    @Option(names = "--across", split = ",", paramLabel = "WHAT",
            description = "Compare runs though they differ in this: machine, os, jdk, flags, threads. The difference is named.")
    private final List<String> across = new ArrayList<>();

    @Mixin
    private ThresholdOptions thresholds;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private String format = "text";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        Set<Aspect> allowed = across.stream().map(Aspect::of).collect(Collectors.toSet());
        OutputFormat chosen = OutputFormat.of(format);
        Comparison comparison = Comparer.compare(RunDocuments.read(before), RunDocuments.read(after), allowed, thresholds.thresholds());
        out.print(switch (chosen) {
            case TEXT -> ComparisonText.of(comparison, Catalog.standard());
            case JSON -> ComparisonJson.of(comparison, Catalog.standard());
        });
        return ExitStatus.of(comparison.anySlower(), comparison.anyLost());
    }
}
