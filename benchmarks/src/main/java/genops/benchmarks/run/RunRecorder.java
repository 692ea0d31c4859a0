package genops.benchmarks.run;

import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocumentException;
import genops.results.document.RunDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Collects what a run finds out and writes the whole document after every case, so that an interrupt loses nothing finished. Before the
 * first case there is no document, unless the limits of the machine are all that was asked for.
 */
final class RunRecorder {
    private final Path file;
    private final RunDocument begun;
    private final List<Integer> positions;
    private final UnaryOperator<RunDocument> completed;
    private final boolean ceilingsAlone;
    private final List<Ceiling> ceilings = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Starts a document.
     *
     * @param begun what is known already: of an interrupted run that is gone on with, what it finished
     * @param positions of a shard: the places of the cases in the whole run
     * @param ceilingsAlone whether no case was asked for
     * @param completed adds to the document what the forks said of themselves
     * @throws RunDocumentException where the document cannot be written
     */
    RunRecorder(Path file, RunDocument begun, List<Integer> positions, boolean ceilingsAlone, UnaryOperator<RunDocument> completed) {
        RunDocuments.checkWritable(file);
        this.file = file;
        this.begun = begun;
        this.positions = positions;
        this.ceilingsAlone = ceilingsAlone;
        this.completed = completed;
        ceilings.addAll(begun.ceilings());
        measurements.addAll(begun.measurements());
    }

    /** What was finished before this run. */
    List<Measurement> finishedBefore() {
        return begun.measurements();
    }

    Path file() {
        return file;
    }

    void add(Ceiling ceiling) {
        lock.lock();
        try {
            ceilings.add(ceiling);
            if (ceilingsAlone || !measurements.isEmpty()) {
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    void add(Measurement measurement) {
        lock.lock();
        try {
            measurements.add(measurement);
            write();
        } finally {
            lock.unlock();
        }
    }

    /** What was found out so far. */
    RunDocument document() {
        lock.lock();
        try {
            RunDocument document = completed.apply(begun.with(ceilings, measurements));
            return positions.isEmpty() ? document : document.part(begun.shard(), positions.subList(0, measurements.size()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what is finished and, as interrupted, what is not; to be called as the JVM goes down. The lock is never given back: the
     * thread that runs the cases, whose forks are gone, must not record that as crashes.
     *
     * @param unfinished all cases that were asked for, of which those already recorded are left out
     * @return number of cases that were finished; with none of them nothing is written
     */
    int interrupted(List<Measurement> unfinished) {
        lock.lock();
        int finished = measurements.size();
        if (finished > 0) {
            measurements.addAll(unfinished.subList(finished, unfinished.size()));
            write();
        }
        return finished;
    }

    /** Writes what was found out, be it nothing: a shard without a case is a document too. */
    void write() {
        RunDocuments.write(file, document());
    }
}
