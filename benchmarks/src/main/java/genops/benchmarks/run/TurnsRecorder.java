package genops.benchmarks.run;

import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects what a run in turns finds out, of which a later process may change what an earlier one said, and writes the whole document: at
 * the start, every few seconds and at the end, an interrupt included.
 */
final class TurnsRecorder {
    private static final long EVERY_NANOSECONDS = 5_000_000_000L;

    private final Path file;
    private final RunDocument begun;
    private final List<Ceiling> ceilings = new ArrayList<>();
    private final Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private long written = System.nanoTime();

    TurnsRecorder(Path file, RunDocument begun) {
        this.file = file;
        this.begun = begun;
    }

    Path file() {
        return file;
    }

    void add(Ceiling ceiling) {
        lock.lock();
        try {
            ceilings.add(ceiling);
            write();
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
            return begun.with(ceilings, groups.values().stream().flatMap(List::stream).toList());
        } finally {
            lock.unlock();
        }
    }

    /** Writes what was found out so far, be it nothing. */
    void write() {
        lock.lock();
        try {
            RunDocuments.write(file, document());
            written = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is finished, as the JVM goes down; the lock is never given back, since what follows is not to be recorded. */
    void interrupted() {
        lock.lock();
        RunDocuments.write(file, document());
    }
}
