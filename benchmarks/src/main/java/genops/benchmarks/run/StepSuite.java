package genops.benchmarks.run;

import genops.benchmarks.fork.Environment;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.StepMeasurement;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.runner.RunnerException;

/** A run of whole steps alone, with a document of its own that is written after every step. */
public final class StepSuite {
    private final StepRun run;
    private final RunDocument header;
    private final Path file;
    private final List<StepMeasurement> finished = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    private StepSuite(StepRun run, RunDocument header, Path file) {
        this.run = run;
        this.header = header;
        this.file = file;
    }

    /**
     * Times the steps.
     *
     * @param command the command line, as it is recorded
     * @param output the document; empty for one named after the time
     * @param out where progress goes
     * @throws RunnerException where JMH refuses to start, as when another instance is running
     */
    public static SuiteRun.Finished run(StepRequest request, String command, Optional<Path> output, PrintStream out)
            throws RunnerException {
        if (request.steps().isEmpty()) {
            throw new IllegalArgumentException("nothing to do: the options select no step");
        }
        String started = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        Path file = output.orElseGet(() -> Path.of("results", "run-" + started.replaceAll("[^0-9TZ]", "") + ".json"));
        StepSuite suite = new StepSuite(new StepRun(request, out), header(request, started, command, out), file);
        return suite.measure();
    }

    private static RunDocument header(StepRequest request, String started, String command, PrintStream out) {
        try (WorkerProcess worker = WorkerProcess.start(List.of())) {
            Environment environment = worker.environment();
            environment.warnings().forEach(out::println);
            return new RunDocument(RunDocument.SCHEMA, started, Build.current().commit(), command,
                    ForkedJvms.expected(request.jmh(), environment).machine(), List.of(), List.of()).withCommitted(Build.current().committed());
        }
    }

    private SuiteRun.Finished measure() throws RunnerException {
        // where it cannot be written, that is said before anything is measured
        RunDocuments.checkWritable(file);
        Thread interrupt = new Thread(this::interrupted, "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupt);
        try {
            run.run(this::record);
        } finally {
            Interrupts.forget(interrupt);
        }
        return new SuiteRun.Finished(document(), file);
    }

    private RunDocument document() {
        return run.forks().in(header.withSteps(finished));
    }

    private void record(List<StepMeasurement> measured) {
        lock.lock();
        try {
            finished.addAll(measured);
            RunDocuments.write(file, document());
        } finally {
            lock.unlock();
        }
    }

    /** In the middle of the run the JVM is told to end. The lock is never given back: forks that are ended now did not crash. */
    private void interrupted() {
        lock.lock();
        int complete = finished.size();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        if (complete == 0) {
            System.err.println("interrupted before the first step was finished: there is no run document");
            return;
        }
        finished.addAll(run.interrupted(finished));
        RunDocuments.write(file, document());
        System.err.println("interrupted: " + complete / 2 + " of " + finished.size() / 2 + " steps are finished and kept in " + file);
    }
}
