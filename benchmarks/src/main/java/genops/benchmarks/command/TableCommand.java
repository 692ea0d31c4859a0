package genops.benchmarks.command;

import genops.results.document.RunDocuments;
import genops.results.table.MeasurementTables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code table}: the tables that a run ended with, again. */
@Command(name = "java -jar benchmarks.jar table", description =
        "Prints the tables of run documents: time, rate, share of the ceiling and speed-ups of every case, and why others have no time.")
final class TableCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Run documents (default: the newest in results/).")
    private List<Path> files = List.of();

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException {
        for (Path file : RunFiles.orNewest(files)) {
            out.println(file);
            out.println();
            out.print(MeasurementTables.of(RunDocuments.read(file)));
        }
        return ExitStatus.OK;
    }
}
