package genops.benchmarks.run;

import genops.benchmarks.fork.ForkEnvironment;
import genops.benchmarks.turns.TurnsReport;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.table.MeasurementTables;
import genops.shapes.operator.Operator;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A run in which the kernels of a shape take turns in one JVM, and many shapes share a JVM. It begins with the ceilings, then times what
 * its {@link Agenda} says, until that is done or the time is over.
 */
public final class TurnsRun {
    /** A process of a suite that chooses ends after so many seconds. */
    private static final double LIFE_SECONDS = 180;
    /** Processes that time each shape where all shapes are timed. */
    private static final int PROCESSES = 2;
    /** Left for the tables and the findings, and for the ceilings at the end where there are any. */
    private static final double END_SECONDS = 3;
    private static final double LAST_CEILINGS_SECONDS = 12;
    /** A run keeps its time within this share. */
    private static final double TOLERANCE = 0.1;

    private final PreparedRun prepared;
    private final RunRequest request;
    private final PrintStream out;
    private final TurnsRecorder recorder;
    private final CeilingRuns ceilings;
    private final CallEstimate estimate = new CallEstimate();
    private final Map<String, GroupTimes> times = new HashMap<>();
    /** The start of this JVM counts: who waits for the result waits for the planning too. */
    private final long begun = System.nanoTime() - 1_000_000 * ManagementFactory.getRuntimeMXBean().getUptime();

    private TurnsRun(PreparedRun prepared, Path file, PrintStream out) {
        this.prepared = prepared;
        this.out = out;
        request = prepared.request();
        recorder = new TurnsRecorder(file, prepared.header(), prepared.cases().isEmpty(), prepared.forks()::in);
        ceilings = new CeilingRuns(prepared, out, recorder::add, r -> {});
    }

    /**
     * Times what was asked for.
     *
     * @param out where progress goes
     * @return what was found out
     * @throws IllegalArgumentException one line on what is wrong with the request
     * @throws RunnerException where JMH refuses to start, as when another instance is running
     */
    public static SuiteRun.Finished run(RunRequest request, PrintStream out) throws RunnerException {
        PreparedRun prepared = PreparedRun.of(request, out);
        try (JmhLock lock = JmhLock.take()) {
            return new TurnsRun(prepared, prepared.file(), out).measure();
        }
    }

    private SuiteRun.Finished measure() throws RunnerException {
        Thread interrupt = new Thread(this::interrupted, "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupt);
        try {
            prepared.notes(out);
            ForkEnvironment.ofThisProcess().note().ifPresent(out::println);
            ceilings.measure(prepared.ceilings());
            estimate.ceilings(recorder.document());
            Map<Integer, List<ShapeGroup>> byThreads = ShapeGroup.of(contending()).stream()
                    .collect(Collectors.groupingBy(ShapeGroup::threads, TreeMap::new, Collectors.toList()));
            int rest = byThreads.size();
            for (Map.Entry<Integer, List<ShapeGroup>> each : byThreads.entrySet()) {
                OptionalDouble deadline = deadline(rest--);
                measure(agenda(each.getValue()), each.getKey(), deadline);
            }
            if (request.suite().chooses()) {
                ceilings.measure(CeilingCase.watched(prepared.ceilings()));
            }
            recorder.write();
            tookTime();
        } catch (RunnerException | WorkerProcess.Died e) {
            recorder.keep();
            throw e;
        } finally {
            // what could not be written, such as on a full disk, will not be written at the end either, and what was refused ends here
            Interrupts.forget(interrupt);
        }
        return new SuiteRun.Finished(recorder.document(), recorder.file());
    }

    /** Says how long the run took where it had a time to keep, and whether it kept it. */
    private void tookTime() {
        if (request.minutes().isPresent()) {
            double took = seconds(begun) / 60;
            double wanted = request.minutes().getAsDouble();
            out.printf(Locale.ROOT, "took %.1f of %.1f min%s%n", took, wanted,
                    took > wanted * (1 + TOLERANCE) ? ", more than it should: the machine was slower than expected" : "");
        }
    }

    /** Seconds since the start at which a number of threads has had its share of what is left. */
    private OptionalDouble deadline(int rest) {
        double gone = seconds(begun);
        return request.minutes().isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(gone + (60 * request.minutes().getAsDouble() - endSeconds() - gone) / rest);
    }

    private double endSeconds() {
        return END_SECONDS + (request.suite().chooses() && !recorder.document().ceilings().isEmpty() ? LAST_CEILINGS_SECONDS : 0);
    }

    /**
     * What takes turns: everything that was asked for; in a suite that chooses, the kernels of the stack, and beside them those of all
     * others at the heaviest shapes. A case that cannot run is told at once.
     */
    private List<Case> contending() {
        Predicate<Case> stack = c -> request.stack().kernels().test(c.offer().kernel())
                && c.offer().precision().equals(request.stack().precision());
        List<Case> refused = prepared.cases().stream().filter(c -> !c.offer().reason().isEmpty()).toList();
        if (!request.suite().chooses()) {
            refused.forEach(c -> recorder.put(c.text() + c.threads(),
                    List.of(c.unmeasured(c.offer().refusal(), c.offer().reason(), request.commandOf(c)))));
            return prepared.cases();
        }
        Set<Operator> heaviest = request.besideVendors();
        return prepared.cases().stream().filter(c -> stack.test(c) || heaviest.contains(c.shape())).toList();
    }

    private Agenda agenda(List<ShapeGroup> groups) {
        if (request.suite().chooses()) {
            return new ChoosingAgenda(groups, request.besideVendors(), new Importance(request.filter().pipelines()), request.stack().backend(), estimate,
                    GroupTimes::inDoubt, request.processes());
        }
        return new WholeAgenda(groups, PROCESSES, new GroupCost(estimate));
    }

    private void measure(Agenda agenda, int threads, OptionalDouble deadline) {
        double life = request.suite().chooses() ? LIFE_SECONDS : Double.POSITIVE_INFINITY;
        try (TurnsProcesses processes = new TurnsProcesses(n -> request.startTurns(n, prepared.forks().argument()), life,
                request.timeout())) {
            boolean more = true;
            while (more) {
                int process = processes.number(threads);
                double left = deadline.orElse(Double.POSITIVE_INFINITY) - seconds(begun);
                Optional<Agenda.Pick> pick = agenda.next(left, process);
                if (pick.isPresent()) {
                    time(agenda, pick.get(), processes, process, deadline);
                } else if (processes.fresh()) {
                    more = false;
                } else {
                    processes.next(threads);
                }
            }
        }
    }

    private void time(Agenda agenda, Agenda.Pick pick, TurnsProcesses processes, int process, OptionalDouble deadline) {
        long started = System.nanoTime();
        ShapeGroup group = pick.group();
        TurnsReport report = processes.time(pick);
        GroupTimes known = times.computeIfAbsent(group.word(), w -> new GroupTimes(group));
        known.add(report);
        List<Measurement> measurements = known.measurements(request);
        recorder.put(group.word(), measurements);
        group.cases().forEach(c -> measurements.stream().filter(m -> m.kernel().equals(c.offer().kernel())).findFirst()
                .ifPresent(m -> estimate.learn(c, m)));
        agenda.done(pick, known, process, seconds(started));
        out.println(agenda.progress(deadline.orElse(Double.POSITIVE_INFINITY) - seconds(begun)) + ": " + group.text()
                + (request.threads().size() < 2 ? "" : ", " + Progress.threads(group.threads())) + ": "
                + measurements.stream().map(m -> m.kernel() + " " + Progress.outcome(m)).collect(Collectors.joining(", ")));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** In the middle of the run the JVM is told to end: ends the workers and writes down what is finished. */
    private void interrupted() {
        boolean kept = recorder.interrupted();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        RunDocument document = recorder.document();
        out.println();
        out.print(MeasurementTables.of(document));
        out.flush();
        System.err.println(kept ? "interrupted: " + times.size() + " shapes are finished and kept in " + recorder.file()
                : "interrupted before the first shape was finished: there is no run document");
    }
}
