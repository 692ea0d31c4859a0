package genops.benchmarks.turns;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.benchmarks.fork.CaseChannel;
import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.ForkJvm;
import genops.benchmarks.fork.Replies;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Main class of a JVM that times many shapes, one after the other: reads a line of JSON, a {@link TurnsRequest}, runs JMH without forks and
 * answers a line of JSON, a {@link TurnsReport}. What is slow in a suite is not the calls but a JVM for every case: its start, and code
 * that is compiled anew each time.
 */
public final class TurnsWorker {
    /** More rounds tell little more. */
    private static final int MOST_ROUNDS = 25;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Set<String> warm = new HashSet<>();

    private TurnsWorker() {}

    public static void main(String[] args) throws IOException, RunnerException {
        Replies replies = Replies.ofThisProcess();
        ForkJvm.say();
        TurnsWorker worker = new TurnsWorker();
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                TurnsRequest request = JSON.readValue(line, TurnsRequest.class);
                Runnable done = CaseChannel.patience(request.patience());
                replies.send(JSON.writeValueAsString(worker.time(request)));
                done.run();
            }
        }
    }

    private TurnsReport time(TurnsRequest request) throws RunnerException {
        return time(OperatorType.of(request.operator()).parse(request.shape()), request);
    }

    private <O extends Operator> TurnsReport time(O shape, TurnsRequest request) throws RunnerException {
        Entrants<O> entrants = Entrants.of(shape, request.kernels());
        if (entrants.kernels().isEmpty()) {
            return new TurnsReport(request.kernels().stream().map(id -> TurnsReport.OfKernel.refused(id, entrants.refused().get(id))).toList(),
                    new double[0]);
        }
        try (ShapeTurns<O> turns = ShapeTurns.open(shape, entrants, request.callSeconds(), request.verified(), warm)) {
            int rounds = turns.rounds(request.seconds(), MOST_ROUNDS);
            Collection<RunResult> results = rounds == 0 ? List.of() : run(request, turns, rounds);
            turns.end();
            return new TurnsReport(request.kernels().stream().map(id -> ofKernel(id, turns.report(id), results)).toList(),
                    values(results, TurnsProfiler.FOREIGN));
        }
    }

    private static TurnsReport.OfKernel ofKernel(String id, CaseReport report, Collection<RunResult> results) {
        return report.status() != Status.MEASURED ? TurnsReport.OfKernel.refused(id, report)
                : new TurnsReport.OfKernel(id, report, values(results, id), values(results, TurnsProfiler.DEVICE + id));
    }

    private static Collection<RunResult> run(TurnsRequest request, ShapeTurns<?> turns, int rounds) throws RunnerException {
        TurnsBenchmark.open(turns);
        return new Runner(new OptionsBuilder()
                .include("^" + Pattern.quote(TurnsBenchmark.class.getName()) + "\\.")
                .forks(0)
                .measurementIterations(rounds)
                .addProfiler(TurnsProfiler.class)
                .param("operator", request.operator())
                .param("shape", request.shape())
                .param("kernels", String.join("+", request.kernels()))
                .build(), OutputFormatFactory.createFormatInstance(new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT)).run();
    }

    /** A secondary result, one value for each round. */
    private static double[] values(Collection<RunResult> results, String name) {
        return results.stream().flatMap(r -> r.getBenchmarkResults().stream()).flatMap(b -> b.getIterationResults().stream())
                .filter(i -> i.getSecondaryResults().containsKey(name))
                .mapToDouble(i -> rounded(i.getSecondaryResults().get(name).getScore())).toArray();
    }

    /** To whole nanoseconds, and of what is small to thousandths: more digits say nothing and make documents long. */
    private static double rounded(double value) {
        return value >= 1000 ? Math.rint(value) : Math.rint(1000 * value) / 1000;
    }
}
