package genops.benchmarks.run;

import genops.benchmarks.StepBenchmark;
import genops.benchmarks.StepProfiler;
import genops.benchmarks.step.Step;
import genops.benchmarks.step.StepChannel;
import genops.benchmarks.step.StepReport;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import genops.results.statistics.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Times whole steps, each in one or two forked JVMs of its own. */
public final class StepRun {
    private static final String BENCHMARK = StepBenchmark.class.getName() + ".run";

    private final StepRequest request;
    private final PrintStream out;
    private final Options jmh;
    private final JmhConsole console;
    private final JmhResultFile jmhResults;
    private final ForkedJvms forks = ForkedJvms.begin();

    /**
     * Steps that are to be timed.
     *
     * @param out where progress goes
     */
    public StepRun(StepRequest request, PrintStream out) {
        this(request, out, JmhResultFile.of(request.jmh()));
    }

    /**
     * The same with JMH's result file, which others may add to.
     *
     * @param jmhResults written by whoever made it
     */
    StepRun(StepRequest request, PrintStream out, JmhResultFile jmhResults) {
        this.request = request;
        this.out = out;
        this.jmhResults = jmhResults;
        console = JmhConsole.of(request.jmh(), out);
        jmh = (Options) new OptionsBuilder().parent(request.jmh()).addProfiler(StepProfiler.class).build();
    }

    /** What its forks say of themselves. */
    ForkedJvms forks() {
        return forks;
    }

    /** One step with one number of threads. */
    private record Wanted(Step step, OptionalInt threads) {}

    private List<Wanted> wanted() {
        return request.steps().stream()
                .flatMap(step -> request.threads().isEmpty() ? Stream.of(new Wanted(step, OptionalInt.empty()))
                        : request.threads().stream().map(n -> new Wanted(step, OptionalInt.of(n))))
                .toList();
    }

    /**
     * Times the steps.
     *
     * @param recorder is given the two measurements of each step, with unfused and with flash attention, as soon as it is finished
     * @throws RunnerException where JMH refuses to start, as when another instance is running
     */
    public void run(Consumer<List<StepMeasurement>> recorder) throws RunnerException {
        List<Wanted> wanted = wanted();
        long begun = System.nanoTime();
        for (int i = 0; i < wanted.size(); i++) {
            double gone = seconds(begun);
            double share = request.minutes().isEmpty() ? Double.NaN
                    : Math.max(0, 60 * request.minutes().getAsDouble() - gone) / (wanted.size() - i);
            List<StepMeasurement> measured = measure(wanted.get(i), share);
            recorder.accept(measured);
            out.println(StepText.of(wanted.get(i).step, measured));
        }
        jmhResults.write();
    }

    /** What is written of the steps that an interrupted run did not come to. */
    List<StepMeasurement> interrupted(List<StepMeasurement> finished) {
        return wanted().stream().map(w -> document(w).unmeasured(Status.INTERRUPTED, "the run was interrupted"))
                .flatMap(List::stream).skip(finished.size()).toList();
    }

    private StepRows document(Wanted wanted) {
        return new StepRows(wanted.step, request.stack(), wanted.threads, request.commandOf(wanted.step, wanted.threads));
    }

    /**
     * Times one step.
     *
     * @param share seconds it should take; NaN where there is no time to keep
     */
    private List<StepMeasurement> measure(Wanted wanted, double share) throws RunnerException {
        List<StepReport> reports = new ArrayList<>();
        long begun = System.nanoTime();
        Timing first = StepTiming.first(request.jmh());
        int patience = request.timeout().orElse(Timing.patience(StepTiming.forkSeconds(wanted.step, first.iterations())));
        Optional<StepReport> failure = run(wanted, first, patience, reports);
        if (failure.isEmpty()) {
            double took = seconds(begun);
            double left = Double.isNaN(share) ? StepTiming.unlimited(request.jmh(), took) : share - took;
            Timing others = StepTiming.others(request.jmh(), left, took, roundSeconds(reports.getFirst()));
            if (others.forks() > 0) {
                int known = Timing.patience(took * others.iterations() / first.iterations());
                failure = run(wanted, others, request.timeout().orElse(Math.max(patience, known)), reports);
            }
        }
        StepRows rows = document(wanted);
        return failure.map(f -> rows.unmeasured(f.status(), f.reason())).orElseGet(() -> rows.measured(reports));
    }

    /** Runs forks and adds what they report; what went wrong in one of them. */
    private Optional<StepReport> run(Wanted wanted, Timing timing, int patience, List<StepReport> reports) throws RunnerException {
        try {
            Path channel = Files.createTempFile("genops-step", ".jsonl");
            try {
                List<String> arguments = new ArrayList<>(List.of("-D" + StepChannel.FILE + "=" + channel));
                arguments.addAll(RunSeed.arguments(jmh));
                wanted.threads.ifPresent(n -> arguments.add(RunRequest.threadsArgument(n)));
                JmhCase.Outcome outcome = new JmhCase(jmh, console, forks.with(arguments)).run(BENCHMARK,
                        Map.of("step", wanted.step.text(), "stack", request.stack().name()), timing, patience);
                List<StepReport> said = StepChannel.read(channel);
                Optional<StepReport> failure = said.stream().filter(r -> r.status() != Status.MEASURED).findFirst();
                if (failure.isPresent()) {
                    return failure;
                }
                if (outcome.results().isEmpty() || said.isEmpty()) {
                    return Optional.of(new StepReport(Status.CRASHED, console.lastWords(), 0, 0, 0, Map.of()));
                }
                jmhResults.add(outcome.results());
                reports.addAll(said);
                return Optional.empty();
            } finally {
                Files.deleteIfExists(channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double roundSeconds(StepReport report) {
        return report.variants().values().stream().mapToDouble(v -> Samples.estimate(new double[][] {v.nanoseconds()}).value()).sum() / 1e9;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
