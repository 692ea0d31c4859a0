package genops.benchmarks.command;

import genops.benchmarks.run.RunRequest;
import genops.kernels.DeviceTimed.Cache;
import genops.results.composition.Stack;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The options of a run that have no effect in {@code ab}, so that they are refused there. */
final class AbOptions {
    /** In forks of any kind. */
    private static final List<Refusal> ALWAYS = List.of(
            ours("--output", r -> r.output().isPresent(), "ab writes no run document"),
            ours("--shard", r -> r.shard().isPresent(), "ab has no shards"),
            ours("--no-ceilings", RunRequest::withoutCeilings, "ab measures none"),
            ours("--stack", r -> r.stack() != Stack.VECTOR, "ab composes no models"),
            jmh("-f", o -> o.getForkCount().hasValue(), "--pairs sets the most forks"),
            jmh("-bm", o -> o.getBenchModes().iterator().hasNext(), "ab compares the times of calls"),
            jmh("-tu", o -> o.getTimeUnit().hasValue(), "ab compares the times of calls"),
            jmh("-gc", o -> o.shouldDoGC().hasValue(), "ab makes no garbage between its turns"),
            jmh("-prof", o -> !o.getProfilers().isEmpty(), "a run of one case has profilers"),
            jmh("-v", o -> o.verbosity().hasValue(), "ab prints a line for each look"),
            jmh("-o", o -> o.getOutput().hasValue(), "ab prints to the standard output"),
            jmh("-rf", o -> o.getResultFormat().hasValue(), "ab writes no result file"),
            jmh("-rff", o -> o.getResult().hasValue(), "ab writes no result file"));

    /** In forks that have both sides. */
    private static final List<Refusal> IN_PAIRS = List.of(
            jmh("-wi", o -> o.getWarmupIterations().hasValue(), "forks in pairs warm up until they are steady; --processes takes it"),
            jmh("-w", o -> o.getWarmupTime().hasValue(), "forks in pairs warm up until they are steady; --processes takes it"),
            jmh("-i", o -> o.getMeasurementIterations().hasValue(), "forks in pairs have turns of milliseconds; --processes takes it"),
            jmh("-r", o -> o.getMeasurementTime().hasValue(), "forks in pairs have turns of milliseconds; --processes takes it"),
            ours("--gpu-cache", r -> r.gpuCache() == Cache.WARM, "no device takes part in pairs; --processes takes it"));

    private AbOptions() {}

    private record Refusal(String option, Predicate<RunRequest> given, String reason) {}

    private static Refusal ours(String option, Predicate<RunRequest> given, String reason) {
        return new Refusal(option, given, reason);
    }

    private static Refusal jmh(String option, Predicate<CommandLineOptions> given, String reason) {
        return new Refusal(option, r -> given.test(r.jmh()), reason);
    }

    /**
     * Refuses what has no effect.
     *
     * @param inPairs whether forks have both sides
     * @throws IllegalArgumentException one line on the first such option
     */
    static void check(RunRequest request, boolean inPairs) {
        Stream.of(ALWAYS, inPairs ? IN_PAIRS : List.<Refusal>of()).flatMap(List::stream).filter(r -> r.given.test(request)).findFirst()
                .ifPresent(r -> {
                    throw new IllegalArgumentException(r.option + " has no effect in ab: " + r.reason);
                });
    }
}
