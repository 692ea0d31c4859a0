package genops.benchmarks.command;

import genops.results.document.RunDocuments;
import genops.results.export.JmhExport;
import genops.results.export.OpenMetricsExport;
import genops.results.export.OtavaExport;
import genops.results.history.History;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: run documents in the formats of other tools. */
@Command(name = "java -jar benchmarks.jar export", sortOptions = false, description = {
    "Writes run documents in a format that other tools read. jmh: one run as JMH writes it, for jmh-visualizer and "
            + "github-action-benchmark. otava: runs as CSV for Apache Otava; otava-config: the configuration that reads it. openmetrics: runs "
            + "as text for Prometheus. All but jmh leave out suspect runs."})
final class ExportCommand implements Callable<Integer> {
    private static final String CSV = "genops.csv";
    private static final String FORMATS = "jmh, otava, otava-config, openmetrics";

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run documents, or folders of them.")
    private List<Path> runs = List.of();

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = FORMATS + ".")
    private String format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where to write (default: the console).")
    private Path output;

    @Option(names = "--csv", paramLabel = "FILE", description = "For otava-config: where the CSV is (default: " + CSV + ").")
    private String csv;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException {
        if (csv != null && !format.equals("otava-config")) {
            WithoutEffect.refuse(List.of("--csv"), "on the format " + format + "; otava-config names it");
        }
        String text = switch (format) {
            case "jmh" -> JmhExport.of(RunDocuments.read(only()));
            case "otava" -> OtavaExport.csv(history());
            case "otava-config" -> OtavaExport.configuration(history(), csv == null ? CSV : csv);
            case "openmetrics" -> OpenMetricsExport.of(history());
            default -> throw new IllegalArgumentException("unknown format '" + format + "'; known: " + FORMATS);
        };
        if (output == null) {
            out.print(text);
        } else {
            Files.writeString(output, text);
        }
        return ExitStatus.OK;
    }

    private Path only() {
        if (runs.size() != 1) {
            throw new IllegalArgumentException("a file of the format jmh holds one run, " + runs.size() + " are named");
        }
        return runs.getFirst();
    }

    private History history() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path run : runs) {
            if (Files.isDirectory(run)) {
                try (Stream<Path> listed = Files.list(run)) {
                    listed.filter(History::document).sorted().forEach(files::add);
                }
            } else {
                files.add(run);
            }
        }
        History history = History.load(files);
        history.leftOut().forEach(l -> System.err.println("left out: " + l.reason()));
        if (history.runs().isEmpty()) {
            throw new IllegalArgumentException("none of the files named is a whole run document");
        }
        return history;
    }
}
