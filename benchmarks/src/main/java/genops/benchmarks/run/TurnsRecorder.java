package genops.benchmarks.run;

import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocumentException;
import genops.results.document.RunDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Collects what a run in turns finds out, of which a later process may change what an earlier one said, and writes the whole document:
 * every few seconds and at the end, an interrupt included. Before the first case there is none, unless the limits of the machine are all
 * that was asked for.
 */
final class TurnsRecorder {
    private static final long EVERY_NANOSECONDS = 5_000_000_000L;

    private final Path file;
    private final RunDocument begun;
    private final UnaryOperator<RunDocument> completed;
    private final List<Ceiling> ceilings = new ArrayList<>();
    private final Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final boolean ceilingsAlone;
    private long written = System.nanoTime();

    /**
     * @param begun what is known already
     * @param ceilingsAlone whether no case was asked for
     * @param completed adds to the document what the forks said of themselves
     * @throws RunDocumentException where the document cannot be written
     */
    TurnsRecorder(Path file, RunDocument begun, boolean ceilingsAlone, UnaryOperator<RunDocument> completed) {
        RunDocuments.checkWritable(file);
        this.file = file;
        this.begun = begun;
        this.ceilingsAlone = ceilingsAlone;
        this.completed = completed;
    }

    Path file() {
        return file;
    }

    void add(Ceiling ceiling) {
        lock.lock();
        try {
            ceilings.add(ceiling);
            if (ceilingsAlone || !groups.isEmpty()) {
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sets what is known of a group, in the place of what was known before. */
    void put(String group, List<Measurement> measurements) {
        lock.lock();
        try {
            groups.put(group, measurements);
            if (System.nanoTime() - written > EVERY_NANOSECONDS) {
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was found out so far. */
    RunDocument document() {
        lock.lock();
        try {
            return completed.apply(begun.with(ceilings, groups.values().stream().flatMap(List::stream).toList()));
        } finally {
            lock.unlock();
        }
    }

    /** Writes what was found out. */
    void write() {
        lock.lock();
        try {
            RunDocuments.write(file, document());
            written = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what is finished, as the JVM goes down; the lock is never given back, since what follows is not to be recorded.
     *
     * @return whether anything is
     */
    boolean interrupted() {
        lock.lock();
        return keep();
    }

    /** Writes what is finished of a run that cannot go on; says whether anything is. */
    boolean keep() {
        boolean any = !groups.isEmpty() || ceilingsAlone && !ceilings.isEmpty();
        if (any) {
            write();
        }
        return any;
    }
}
