package genops.benchmarks.command;

import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.merge.Merge;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge}: one run document from several. */
@Command(name = "java -jar benchmarks.jar merge", sortOptions = false, description = {
    "Joins run documents of one commit and one type of machine to one: the shards of a run to the document of the whole run, or whole "
            + "runs, as of different numbers of threads, to one document. Documents of other machines, JDKs or JVM flags are refused "
            + "and the difference is named."})
final class MergeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OUT", description = "The document to write, over an earlier one.")
    private Path target;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Run documents.")
    private List<Path> files = List.of();

    @Option(names = "--join-forks", description = {
        "Let a measurement that two documents have get the forks of both; without it that is refused."})
    private boolean joinForks;

    @Option(names = "--incomplete", description = "Merge the shards that are there where others are missing.")
    private boolean incomplete;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        RunDocument merged = Merge.of(files.stream().map(f -> new Merge.Part(f.toString(), RunDocuments.read(f))).toList(), joinForks, incomplete);
        RunDocuments.write(target, merged);
        out.println(target + ": " + merged.measurements().size() + " measurements from " + files.size() + " run documents"
                + (merged.suspect().isEmpty() ? "" : "; suspect: " + merged.suspect()));
        return ExitStatus.of(merged.measurements());
    }
}
