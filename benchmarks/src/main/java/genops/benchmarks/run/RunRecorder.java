package genops.benchmarks.run;

import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Collects what a run finds out and writes the whole document after every case, so that an interrupt loses nothing finished. */
final class RunRecorder {
    private final Path file;
    private final String started;
    private final String command;
    private final Machine machine;
    private final List<Ceiling> ceilings = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    RunRecorder(Path file, String started, String command, Machine machine) {
        this.file = file;
        this.started = started;
        this.command = command;
        this.machine = machine;
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
            return new RunDocument(RunDocument.SCHEMA, started, Build.current().commit(), command, machine, ceilings, measurements);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what is finished and, as interrupted, what is not; to be called as the JVM goes down. The lock is never given back: the
     * thread that runs the cases, whose forks are gone, must not record that as crashes.
     *
     * @param unfinished all cases that were asked for, of which those already recorded are left out
     * @return number of cases that were finished
     */
    int interrupted(List<Measurement> unfinished) {
        lock.lock();
        int finished = measurements.size();
        measurements.addAll(unfinished.subList(finished, unfinished.size()));
        write();
        return finished;
    }

    private void write() {
        RunDocuments.write(file, document());
    }
}
