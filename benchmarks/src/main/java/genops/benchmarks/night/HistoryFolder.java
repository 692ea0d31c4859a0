package genops.benchmarks.night;

import genops.benchmarks.run.Build;
import genops.results.comparison.Difference;
import genops.results.document.RunDocument;
import genops.results.document.RunDocumentException;
import genops.results.document.RunDocuments;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder of run documents to which nights are added. A night grows in the folder {@code unfinished} within and is moved here when it is
 * complete. Names are unique and moves atomic, so that two writers at once lose nothing and a reader sees whole nights only. Beside an
 * unfinished night lies a file that its process holds a lock on: a night whose process is gone can be gone on with, by one other.
 */
public final class HistoryFolder {
    private static final String UNFINISHED = "unfinished";
    private static final String DOCUMENT = ".json";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final PrintStream out;

    /**
     * A folder, which need not exist yet.
     *
     * @param out where it is said which unfinished nights are left alone, and why
     */
    public HistoryFolder(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * A night that this process writes.
     *
     * @param file its document while it is unfinished
     * @param begun what an interrupted process left of it; empty where it is new
     * @param lock held as long as this process lives
     */
    public record Night(Path file, Optional<RunDocument> begun, FileChannel lock) {}

    /**
     * Takes over an interrupted night that can be gone on with, the newest if there are several, or begins one.
     *
     * @param header the run that is to be made
     * @param within an interrupted night may have begun so long ago
     * @throws IOException where the folder cannot be written
     */
    public Night begin(RunDocument header, Duration within) throws IOException {
        Path unfinished = Files.createDirectories(folder.resolve(UNFINISHED));
        List<Path> files;
        try (Stream<Path> listed = Files.list(unfinished)) {
            files = listed.filter(f -> f.getFileName().toString().endsWith(DOCUMENT)).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Optional<FileChannel> lock = lock(file);
            if (lock.isPresent()) {
                Optional<RunDocument> begun = takeOver(file, header, within);
                if (begun.isPresent()) {
                    return new Night(file, begun, lock.get());
                }
                lock.get().close();
            }
        }
        Path file = unfinished.resolve(name(header));
        return new Night(file, Optional.empty(),
                lock(file).orElseThrow(() -> new IOException("another process holds the lock of " + file)));
    }

    /** Puts a complete night into the history; returns its place there. */
    public Path complete(Night night, RunDocument document) throws IOException {
        RunDocuments.write(night.file, document);
        Path target = Files.move(night.file, folder.resolve(night.file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(lockOf(night.file));
        night.lock.close();
        return target;
    }

    /** Puts a document that was made elsewhere, as by merging shards, into the history; returns its place there. */
    public Path add(RunDocument document) {
        Path target = folder.resolve(name(document));
        RunDocuments.write(target, document);
        return target;
    }

    private static String name(RunDocument document) {
        return "run-" + document.started().replaceAll("[^0-9TZ]", "") + "-" + UUID.randomUUID().toString().substring(0, 8) + DOCUMENT;
    }

    private static Path lockOf(Path file) {
        return file.resolveSibling(file.getFileName() + LOCK);
    }

    /** Empty where a living process writes this night. */
    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(lockOf(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    /** What there is of a night that no process writes; empty where it is not what is to be run. */
    private Optional<RunDocument> takeOver(Path file, RunDocument header, Duration within) {
        if (!Files.exists(file)) {
            // it was completed since the folder was listed
            return Optional.empty();
        }
        try {
            RunDocument found = RunDocuments.read(file);
            Optional<String> other = other(found, header, within);
            other.ifPresent(reason -> out.println("not gone on with " + file + ": " + reason));
            return other.isPresent() ? Optional.empty() : Optional.of(found);
        } catch (RunDocumentException | DateTimeParseException e) {
            out.println("not gone on with " + file + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Why an unfinished night is not the one that is to be run now. */
    private static Optional<String> other(RunDocument found, RunDocument header, Duration within) {
        if (!found.commit().equals(header.commit())) {
            return Optional.of("it is of commit " + found.commit());
        }
        OffsetDateTime begun = OffsetDateTime.parse(found.started());
        if (!Build.isNamed(header.commit()) && Build.written().isAfter(begun.toInstant())) {
            return Optional.of("the jar is newer, and its commit does not say what is in it");
        }
        if (!found.command().equals(header.command())) {
            return Optional.of("it was begun by: " + found.command());
        }
        if (!found.reference().equals(header.reference())) {
            return Optional.of("it has another reference: " + (found.reference().isEmpty() ? "none" : found.reference()));
        }
        List<Difference> differences = Difference.between(found.machine(), header.machine());
        if (!differences.isEmpty()) {
            return Optional.of("it was begun on another machine, " + differences.getFirst().text());
        }
        if (Duration.between(begun, OffsetDateTime.parse(header.started())).compareTo(within) > 0) {
            return Optional.of("it was begun more than " + within.toHours() + " hours ago");
        }
        return Optional.empty();
    }
}
