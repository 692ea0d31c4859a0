package genops.benchmarks.run;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.ForkFlags;
import genops.benchmarks.fork.HostMemory;
import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.machine.MachineProbe;
import genops.results.table.MeasurementTables;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;

/** One run of the suite: the ceilings, then every case, each by a runner call of its own, recorded as soon as it is finished. */
public final class SuiteRun {
    static final List<String> CEILINGS = List.of("fma", "read", "copy");
    private static final double CEILING_SECONDS = 8;
    static final double LONGEST_CASE_SECONDS = 15;
    private static final double SHORTEST_CASE_SECONDS = 2;

    private final RunRequest request;
    private final Benchmarks benchmarks;
    private final CasePlanner.Plan plan;
    private final JmhConsole console;
    private final PrintStream out;
    private final JmhResultFile jmhResults;
    private final RunRecorder recorder;
    private final CallEstimate estimate = new CallEstimate();

    private SuiteRun(RunRequest request, Benchmarks benchmarks, CasePlanner.Plan plan, JmhConsole console, PrintStream out) {
        this.request = request;
        this.benchmarks = benchmarks;
        this.plan = plan;
        this.console = console;
        this.out = out;
        jmhResults = JmhResultFile.of(request.jmh());
        String started = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        Path file = request.output().orElseGet(() -> Path.of("results", "run-" + started.replaceAll("[^0-9TZ]", "") + ".json"));
        recorder = new RunRecorder(file, new RunDocument(RunDocument.SCHEMA, started, Build.current().commit(), request.command(),
                machine(), "", request.shard().map(Shard::text).orElse(""), List.of(), List.of(), List.of()), plan.positions());
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
        JmhConsole console = JmhConsole.of(request.jmh(), out);
        Benchmarks benchmarks = Benchmarks.matching(request.jmh(), console.format());
        CasePlanner.Plan plan = CasePlanner.plan(request.shapes(benchmarks), request.namedKernels(), request.jvmArguments(),
                request.threads(), request.shard());
        if (request.shard().isEmpty() && plan.cases().isEmpty() && CeilingCase.wanted(request, benchmarks, plan).isEmpty()) {
            throw new IllegalArgumentException("nothing to do: the options select no shape");
        }
        SuiteRun run = new SuiteRun(request, benchmarks, plan, console, out);
        Thread interrupt = new Thread(run::interrupted, "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupt);
        run.nameMissingBackends();
        run.measureCeilings();
        run.measureCases();
        Runtime.getRuntime().removeShutdownHook(interrupt);
        run.jmhResults.write();
        return new Finished(run.recorder.document(), run.recorder.file());
    }

    /**
     * A run that came to its end.
     *
     * @param document what was found out
     * @param file where it is stored
     */
    public record Finished(RunDocument document, Path file) {}

    private Machine machine() {
        return MachineProbe.probe(ForkFlags.flags(), plan.environment().vector(), plan.environment().gpu(),
                plan.environment().gpuDriver());
    }

    /** Where kernels were asked for by name, each case says so itself. */
    private void nameMissingBackends() {
        if (request.namedKernels().isEmpty()) {
            plan.environment().backends().forEach(b -> {
                if (!b.available()) {
                    out.println(b.name() + " not available: " + b.text());
                } else if (!b.untimed().isEmpty()) {
                    out.println(b.name() + " not timed: " + b.untimed());
                }
            });
        }
    }

    private void measureCeilings() throws RunnerException {
        for (CeilingCase wanted : CeilingCase.wanted(request, benchmarks, plan)) {
            // not overridden beside other cases: a ceiling from a hasty warm-up would make every share of it wrong
            Timing own = Timing.fit(wanted.seconds(), 0, wanted.bytes());
            Timing timing = plan.cases().isEmpty() ? own.overriddenBy(request.jmh()) : own;
            JmhCase.Outcome outcome = new JmhCase(request.jmh(), console, wanted.jvmArguments()).run(Benchmarks.CEILINGS,
                    Map.of("ceiling", wanted.name()), timing, Timing.patience(wanted.seconds()));
            jmhResults.add(outcome.results());
            Optional<Ceiling> measured = wanted.measured(outcome);
            measured.ifPresent(recorder::add);
            out.println(measured.map(CeilingCase::text).orElseGet(() -> "ceiling " + wanted.name() + " not measured: "
                    + console.lastWords()));
        }
        estimate.ceilings(recorder.document());
    }

    private void measureCases() throws RunnerException {
        long begun = System.nanoTime();
        List<Case> cases = plan.cases();
        for (int i = 0; i < cases.size(); i++) {
            Measurement measurement = measure(cases.get(i), caseSeconds(cases.size() - i, seconds(begun)));
            recorder.add(measurement);
            estimate.learn(cases.get(i), measurement);
            double left = seconds(begun) / (i + 1) * (cases.size() - i - 1);
            out.println("case " + (i + 1) + "/" + cases.size() + ", " + Progress.left(left) + ": " + cases.get(i).text() + ": "
                    + Progress.outcome(measurement));
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** Where the run has a time to keep, what is left of it is shared among the cases that are left. */
    private double caseSeconds(int casesLeft, double secondsGone) {
        return request.minutes().isEmpty() ? LONGEST_CASE_SECONDS
                : Math.clamp((60 * request.minutes().getAsDouble() - secondsGone) / casesLeft, SHORTEST_CASE_SECONDS, LONGEST_CASE_SECONDS);
    }

    private Measurement measure(Case wanted, double caseSeconds) throws RunnerException {
        String command = request.commandOf(wanted);
        String reason = wanted.offer().reason();
        if (!reason.isEmpty()) {
            return wanted.unmeasured(wanted.offer().refusal(), reason, command);
        }
        Optional<String> lacking = HostMemory.lacking(wanted.offer().bytesNeeded());
        if (lacking.isPresent()) {
            return wanted.unmeasured(Status.SKIPPED, lacking.get(), command);
        }
        double callSeconds = estimate.seconds(wanted);
        double bytes = wanted.offer().bytesNeeded();
        Timing timing = Timing.fit(caseSeconds, callSeconds, bytes).overriddenBy(request.jmh());
        JmhCase.Outcome outcome = new JmhCase(request.jmh(), console, request.jvmArguments(wanted)).run(
                Benchmarks.name(wanted.shape().type()),
                Map.of(wanted.offer().operator(), wanted.offer().shape(), "kernel", wanted.offer().kernel()),
                timing, request.timeout().orElse(Timing.patience(timing.forkSeconds(callSeconds, bytes))));
        return judge(wanted, outcome, command);
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
        CaseReport worst = outcome.reports().stream().reduce((a, b) -> a.error() >= b.error() ? a : b).orElseThrow();
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
        System.err.println("interrupted: " + finished + " of " + unfinished.size() + " cases are finished and kept in " + recorder.file());
    }
}
