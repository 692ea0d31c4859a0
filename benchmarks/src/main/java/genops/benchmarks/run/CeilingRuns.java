package genops.benchmarks.run;

import genops.results.document.Ceiling;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures the limits of the machine, each in forks of its own. */
final class CeilingRuns {
    private final PreparedRun prepared;
    private final PrintStream out;
    private final Consumer<Ceiling> recorder;
    private final Consumer<Collection<RunResult>> results;
    private final Options jmh;

    /**
     * @param out where each is printed
     * @param recorder takes what was measured
     * @param results takes JMH's own results
     */
    CeilingRuns(PreparedRun prepared, PrintStream out, Consumer<Ceiling> recorder, Consumer<Collection<RunResult>> results) {
        this.prepared = prepared;
        this.out = out;
        this.recorder = recorder;
        this.results = results;
        // a mode is about kernels: one cold call of a ceiling would make every share of it wrong
        jmh = (Options) new OptionsBuilder().parent(prepared.request().jmh()).mode(Mode.AverageTime).build();
    }

    void measure(List<CeilingCase> ceilings) throws RunnerException {
        for (CeilingCase wanted : ceilings) {
            // not overridden beside other cases: a ceiling from a hasty warm-up would make every share of it wrong
            Timing own = wanted.timing();
            Timing timing = prepared.cases().isEmpty() ? own.overriddenBy(prepared.request().jmh()) : own;
            JmhCase.Outcome outcome = new JmhCase(jmh, prepared.console(), prepared.forks().with(wanted.jvmArguments())).run(
                    Benchmarks.CEILINGS, Map.of("ceiling", wanted.name()), timing, Timing.patience(wanted.seconds()));
            results.accept(outcome.results());
            Optional<Ceiling> measured = wanted.measured(outcome);
            measured.ifPresent(recorder);
            out.println(measured.map(CeilingCase::text).orElseGet(() -> "ceiling " + wanted.name() + " not measured: "
                    + prepared.console().lastWords()));
        }
    }
}
