package genops.benchmarks.run;

import genops.benchmarks.VerificationProfiler;
import genops.benchmarks.fork.CaseChannel;
import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.ForkFlags;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Optional;

/** One runner call of JMH: one benchmark with one value for each of its parameters. */
final class JmhCase {
    private final Options user;
    private final JmhConsole console;
    private final List<String> jvmArguments;

    /**
     * @param user what stands on the command line
     * @param console where JMH's text goes
     * @param jvmArguments further arguments of the forks
     */
    JmhCase(Options user, JmhConsole console, List<String> jvmArguments) {
        this.user = user;
        this.console = console;
        this.jvmArguments = List.copyOf(jvmArguments);
    }

    /**
     * What came of a runner call.
     *
     * @param results JMH's results; none where a fork failed
     * @param reports what the forks said
     */
    record Outcome(Collection<RunResult> results, List<CaseReport> reports) {

        /** Nanoseconds of one operation: one row per fork, one column per iteration. */
        double[][] nanoseconds() {
            return eachIteration((i, fork) -> nanosecondsOf(i.getPrimaryResult().getScore(), fork.getParams()));
        }

        /** The same by the clock of the device; no rows on the CPU. */
        double[][] deviceNanoseconds() {
            boolean device = results.stream().allMatch(r -> r.getSecondaryResults().containsKey(VerificationProfiler.DEVICE_TIME));
            return device ? eachIteration((i, fork) -> i.getSecondaryResults().get(VerificationProfiler.DEVICE_TIME).getScore()) : new double[0][];
        }

        private double[][] eachIteration(ToDoubleBiFunction<IterationResult, BenchmarkResult> value) {
            return results.stream()
                    .flatMap(r -> r.getBenchmarkResults().stream())
                    .map(fork -> fork.getIterationResults().stream().mapToDouble(i -> value.applyAsDouble(i, fork)).toArray())
                    .toArray(double[][]::new);
        }
    }

    private static double nanosecondsOf(double score, BenchmarkParams params) {
        double unit = params.getTimeUnit().toNanos(1);
        return params.getMode() == Mode.Throughput ? unit / score : unit * score;
    }

    /**
     * Runs a benchmark.
     *
     * @param benchmark its full name
     * @param parameters a value for each of its parameters
     * @param timing forks and iterations
     * @param seconds time after which a fork is given up
     * @throws RunnerException where JMH could not even start
     */
    Outcome run(String benchmark, Map<String, String> parameters, Timing timing, int seconds) throws RunnerException {
        try {
            Path channel = Files.createTempFile("genops-case", ".jsonl");
            try {
                Options options = options(benchmark, parameters, timing, seconds, channel);
                Collection<RunResult> results = new Runner(options, console.format()).run();
                return new Outcome(results, CaseChannel.read(channel));
            } finally {
                Files.deleteIfExists(channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Options options(String benchmark, Map<String, String> parameters, Timing timing, int seconds, Path channel) {
        List<String> before = new ArrayList<>(ForkFlags.flags());
        before.addAll(ForkFlags.libraryPath());
        before.addAll(user.getJvmArgsPrepend().orElse(List.of()));
        List<String> after = new ArrayList<>(user.getJvmArgsAppend().orElse(List.of()));
        after.addAll(jvmArguments);
        after.add("-D" + CaseChannel.FILE + "=" + channel);
        after.add("-D" + CaseChannel.SECONDS + "=" + seconds);
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .parent(withoutSelection(user))
                .include("^" + Pattern.quote(benchmark) + "$")
                .forks(timing.forks())
                .warmupIterations(timing.warmups())
                .warmupTime(TimeValue.nanoseconds(timing.warmup().toNanos()))
                .measurementIterations(timing.iterations())
                .measurementTime(TimeValue.nanoseconds(timing.iteration().toNanos()))
                // JMH's own time-out interrupts a thread that does not listen; the fork watches itself
                .timeout(new TimeValue(2L * seconds, TimeUnit.SECONDS))
                .jvmArgsPrepend(before.toArray(String[]::new))
                .jvmArgsAppend(after.toArray(String[]::new))
                .addProfiler(VerificationProfiler.class);
        parameters.forEach(builder::param);
        return builder.build();
    }

    /** The user's options less those that select benchmarks, which was done, and those that write files, which the run does. */
    private static Options withoutSelection(Options user) {
        return (Options) Proxy.newProxyInstance(Options.class.getClassLoader(), new Class<?>[] {Options.class}, new Delegate(user));
    }

    /** Serialisable, since JMH sends the options to its forks. */
    private record Delegate(Options user) implements InvocationHandler, Serializable {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "getIncludes", "getExcludes" -> List.of();
                case "getResult", "getResultFormat", "getOutput" -> Optional.none();
                default -> {
                    try {
                        yield method.invoke(user, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }
            };
        }
    }
}
