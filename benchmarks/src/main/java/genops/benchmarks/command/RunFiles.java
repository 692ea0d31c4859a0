package genops.benchmarks.command;

import genops.results.document.JoinedRuns;
import genops.results.document.RunDocument;
import genops.results.document.RunDocumentException;
import genops.results.document.RunDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The run documents that a verb reads. */
final class RunFiles {
    private static final Path FOLDER = Path.of("results");

    private RunFiles() {}

    private record Started(Path file, String time) {}

    /**
     * The files named, or the one of the newest run in {@code results/}.
     *
     * @throws IllegalArgumentException where none is named and none is there
     */
    static List<Path> orNewest(List<Path> files) throws IOException {
        return files.isEmpty() ? List.of(newest(FOLDER)) : files;
    }

    /**
     * The files named, or the newest run in {@code results/} with the others of the same commit on the same machine, read as one.
     *
     * @throws IllegalArgumentException where none is named and none is there, or those named are of different machines
     */
    static RunDocument joined(List<Path> files) throws IOException {
        return files.isEmpty() ? newestTogether(FOLDER) : JoinedRuns.of(files.stream().map(RunDocuments::read).toList());
    }

    static RunDocument newestTogether(Path folder) throws IOException {
        RunDocument newest = RunDocuments.read(newest(folder));
        try (Stream<Path> files = Files.list(folder)) {
            return JoinedRuns.of(files.filter(f -> f.getFileName().toString().endsWith(".json"))
                    .flatMap(f -> readable(f).stream())
                    .filter(run -> run.machine().comparable().equals(newest.machine().comparable()) && run.commit().equals(newest.commit()))
                    .toList());
        }
    }

    static Path newest(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                Optional<Started> newest = files.filter(f -> f.getFileName().toString().endsWith(".json"))
                        .flatMap(f -> started(f).stream())
                        .max(Comparator.comparing(Started::time));
                if (newest.isPresent()) {
                    return newest.get().file;
                }
            }
        }
        throw new IllegalArgumentException("no run document in " + folder + "/; name one, or measure: java -jar benchmarks.jar");
    }

    private static Optional<Started> started(Path file) {
        // a run that was cut off before its first case says nothing
        return readable(file).filter(RunDocument::saysAnything).map(run -> new Started(file, run.started()));
    }

    private static Optional<RunDocument> readable(Path file) {
        try {
            return Optional.of(RunDocuments.read(file));
        } catch (RunDocumentException e) {
            // other files may lie there; a run document that was named is complained about
            return Optional.empty();
        }
    }
}
