package genops.benchmarks.run;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.HostMemory;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.table.MeasurementTables;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.openjdk.jmh.runner.RunnerException;

/** One run of the suite: the ceilings, then every case, each by a runner call of its own, recorded as soon as it is finished. */
public final class SuiteRun {
    private final PreparedRun prepared;
    private final RunRequest request;
    private final CasePlanner.Plan plan;
    private final JmhConsole console;
    private final PrintStream out;
    private final JmhResultFile jmhResults;
    private final RunRecorder recorder;
    private final CeilingRuns ceilings;
    private final CallEstimate estimate = new CallEstimate();
    private final Schedule schedule;
    private final long begun = System.nanoTime();

    private SuiteRun(PreparedRun prepared, RunRecorder recorder, PrintStream out) {
        this.prepared = prepared;
        this.recorder = recorder;
        this.out = out;
        request = prepared.request();
        plan = prepared.plan();
        console = prepared.console();
        jmhResults = JmhResultFile.of(request.jmh());
        ceilings = new CeilingRuns(prepared, out, recorder::add, jmhResults::add);
        schedule = new Schedule(runSeconds(), plan.cases(), estimate, request.jmh());
    }

    /**
     * Times what was asked for.
     *
     * @param out where progress goes
     * @return what was found out
     * @throws IllegalArgumentException one line on what is wrong with the request
     * @throws RunnerException where JMH refuses to start, as when another instance is running
     */
    public static Finished run(RunRequest request, PrintStream out) throws RunnerException {
        PreparedRun prepared = PreparedRun.of(request, out);
        return new SuiteRun(prepared, recorder(prepared, prepared.file(), prepared.header()), out).measure(false);
    }

    /**
     * Times what is missing of a run, and the ceilings also in between and at its end, to see whether the machine was disturbed.
     *
     * @param begun what there is already, {@link PreparedRun#header} or {@link PreparedRun#finishedPart}
     * @param file where the document goes
     */
    public static Finished watched(PreparedRun prepared, RunDocument begun, Path file, PrintStream out) throws RunnerException {
        return new SuiteRun(prepared, recorder(prepared, file, begun), out).measure(true);
    }

    /** Where the document cannot be written, that is said before anything is measured. */
    private static RunRecorder recorder(PreparedRun prepared, Path file, RunDocument begun) {
        return new RunRecorder(file, begun, prepared.plan().positions(), prepared.cases().isEmpty(), prepared.forks()::in);
    }

    private Finished measure(boolean watched) throws RunnerException {
        Thread interrupt = new Thread(this::interrupted, "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupt);
        try {
            prepared.notes(out);
            ceilings.measure(prepared.ceilings());
            estimate.ceilings(recorder.document());
            CeilingWatch watch = new CeilingWatch(watched ? CeilingCase.watched(prepared.ceilings()) : List.of());
            measureCases(watch);
            ceilings.measure(watch.ceilings());
            recorder.write();
        } finally {
            // what could not be written, such as on a full disk, will not be written at the end either, and what was refused ends here
            Interrupts.forget(interrupt);
        }
        jmhResults.write();
        return new Finished(recorder.document(), recorder.file());
    }

    /**
     * A run that came to its end.
     *
     * @param document what was found out
     * @param file where it is stored
     */
    public record Finished(RunDocument document, Path file) {}

    private void measureCases(CeilingWatch watch) throws RunnerException {
        List<Case> cases = plan.cases();
        int before = recorder.finishedBefore().size();
        for (int i = 0; i < before; i++) {
            estimate.learn(cases.get(i), recorder.finishedBefore().get(i));
        }
        for (int i = before; i < cases.size(); i++) {
            Measurement measurement = measure(i);
            recorder.add(measurement);
            estimate.learn(cases.get(i), measurement);
            out.println("case " + (i + 1) + "/" + cases.size() + ", " + Progress.left(schedule.left(i + 1, seconds(begun))) + ": "
                    + cases.get(i).text() + threads(cases.get(i)) + ": " + Progress.outcome(measurement));
            if (watch.due(i + 1, cases.size())) {
                ceilings.measure(watch.ceilings());
            }
        }
    }

    /** The time that the run has to keep; what was finished before it had its share. */
    private OptionalDouble runSeconds() {
        double share = 1 - (double) recorder.finishedBefore().size() / Math.max(1, plan.cases().size());
        return request.minutes().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(60 * request.minutes().getAsDouble() * share);
    }

    /** Said where it tells cases apart. */
    private String threads(Case timed) {
        return request.threads().size() < 2 || timed.offer().onDevice() ? "" : " " + Progress.threads(timed.threads());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private Measurement measure(int number) throws RunnerException {
        Case wanted = plan.cases().get(number);
        String command = request.commandOf(wanted);
        String reason = wanted.offer().reason();
        if (!reason.isEmpty()) {
            return wanted.unmeasured(wanted.offer().refusal(), reason, command);
        }
        Optional<String> passedOver = HostMemory.lacking(wanted.offer().bytesNeeded()).or(() -> schedule.tooLong(wanted));
        if (passedOver.isPresent()) {
            return wanted.unmeasured(Status.SKIPPED, passedOver.get(), command);
        }
        long started = System.nanoTime();
        Timing timing = schedule.timing(number, seconds(begun));
        double expected = schedule.expected(wanted, timing);
        JmhCase.Outcome outcome = new JmhCase(request.jmh(), console, prepared.forks().with(request.jvmArguments(wanted))).run(
                Benchmarks.name(wanted.shape().type()),
                Map.of(wanted.offer().operator(), wanted.offer().shape(), "kernel", wanted.offer().kernel()),
                timing, request.timeout().orElse(schedule.patience(wanted, timing)));
        Measurement measurement = judge(wanted, outcome, command);
        if (measurement.status() == Status.MEASURED) {
            schedule.took(expected, seconds(started));
        }
        return measurement;
    }

    private Measurement judge(Case wanted, JmhCase.Outcome outcome, String command) {
        Optional<CaseReport> failure = outcome.reports().stream().filter(r -> r.status() != Status.MEASURED).findFirst();
        if (failure.isPresent()) {
            return wanted.unmeasured(failure.get(), command);
        }
        double[][] nanoseconds = outcome.nanoseconds();
        if (nanoseconds.length == 0 || outcome.reports().isEmpty()) {
            return wanted.unmeasured(Status.CRASHED, console.lastWords(), command);
        }
        jmhResults.add(outcome.results());
        CaseReport worst = outcome.reports().stream().reduce((a, b) -> a.error() >= b.error() ? a.with(b) : b.with(a)).orElseThrow();
        return wanted.measured(worst, nanoseconds, outcome.deviceNanoseconds(), command);
    }

    /** In the middle of the run the JVM is told to end: ends the forks and writes down what is finished. */
    private void interrupted() {
        List<Measurement> unfinished = plan.cases().stream()
                .map(c -> c.unmeasured(Status.INTERRUPTED, "the run was interrupted", request.commandOf(c)))
                .toList();
        int finished = recorder.interrupted(unfinished);
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        jmhResults.write();
        RunDocument document = recorder.document();
        out.println();
        out.print(MeasurementTables.of(document.with(document.ceilings(), document.measurements().subList(0, finished))));
        out.flush();
        System.err.println(finished == 0 ? "interrupted before the first case was finished: there is no run document"
                : "interrupted: " + finished + " of " + unfinished.size() + " cases are finished and kept in " + recorder.file());
    }
}
