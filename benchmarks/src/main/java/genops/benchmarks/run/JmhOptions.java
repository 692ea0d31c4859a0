package genops.benchmarks.run;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.Options;

/**
 * What becomes of each option of JMH: it is passed on and accounted for, or the suite does itself what it asks for, or it is refused in one
 * line. A score means the time of one call, whatever stands on the command line.
 */
public final class JmhOptions {
    /** JMH is given them as they are: how often, how long and in which JVM is measured; mode and unit are converted to the time of a call. */
    static final Set<String> PASSED_ON = Set.of("f", "i", "r", "wi", "w", "bm", "tu", "gc", "prof", "v", "jvm", "jvmArgs", "jvmArgsAppend",
            "jvmArgsPrepend");
    /** Selection, lists and result files, which are about the whole run, of which JMH sees one case at a time. */
    static final Set<String> OWN = Set.of("e", "p", "l", "lp", "lprof", "lrf", "h", "o", "rf", "rff");

    /** Values of options that are passed on otherwise. */
    private static final List<Refusal> LIMITS = List.of(
            new Refusal("f", "f 0", o -> o.getForkCount().orElse(1) == 0, "kernels run in forked JVMs that have the Vector API"),
            new Refusal("bm", "bm with several modes", o -> o.getBenchModes().size() > 1 || o.getBenchModes().contains(Mode.All),
                    "times of different modes would count as forks of one; take one of them"));

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal("t", o -> o.getThreads().orElse(1) != 1, "kernels share one pool of threads; set its size by --threads"),
            new Refusal("tg", o -> o.getThreadGroups().hasValue(), "no benchmark has groups of threads; --threads sets the pool's size"),
            new Refusal("si", o -> o.shouldSyncIterations().hasValue(), "one thread calls a kernel, so there is nothing to synchronise"),
            new Refusal("opi", o -> o.getOperationsPerInvocation().hasValue(), "a call is one operation, and would count as so many"),
            new Refusal("bs", o -> o.getMeasurementBatchSize().hasValue(), "so many calls would count as one; -i sets the number of iterations"),
            new Refusal("wbs", o -> o.getWarmupBatchSize().hasValue(), "so many calls would count as one; -wi sets the number of iterations"),
            new Refusal("to", o -> o.getTimeout().hasValue(), "JMH's time-out interrupts a thread that does not listen; --timeout ends the fork"),
            new Refusal("wf", o -> o.getWarmupForkCount().hasValue(), "every fork warms up by itself; -f sets their number, -wi the iterations"),
            new Refusal("wm", o -> o.getWarmupMode().hasValue(), "every case has JVMs of its own, in which no other one warms up"),
            new Refusal("wmb", o -> !o.getWarmupIncludes().isEmpty(), "every case has JVMs of its own, in which no other one warms up"),
            new Refusal("foe", o -> o.shouldFailOnError().orElse(false), "a case that fails is reported, the others go on, and the exit status is 1"));

    private JmhOptions() {}

    /**
     * An option that would change what a score means, or would have no effect.
     *
     * @param option its name without the dash
     * @param text the same with the value that is meant
     * @param given whether a command line has it
     * @param reason why not, and what to take in its place
     */
    private record Refusal(String option, String text, Predicate<Options> given, String reason) {

        private Refusal(String option, Predicate<Options> given, String reason) {
            this(option, option, given, reason);
        }
    }

    /** Those that are refused whatever their value, unless it is JMH's default. */
    static Set<String> refused() {
        return REFUSALS.stream().map(Refusal::option).collect(Collectors.toSet());
    }

    /**
     * Refuses what would change the meaning of a score.
     *
     * @throws IllegalArgumentException one line on the first such option
     */
    public static void check(Options options) {
        Stream.of(LIMITS, REFUSALS).flatMap(List::stream).filter(r -> r.given.test(options)).findFirst().ifPresent(r -> {
            throw new IllegalArgumentException("-" + r.text + " is not possible: " + r.reason);
        });
    }

    /**
     * The same for whole steps, which have a mode and a warm-up of their own.
     *
     * @throws IllegalArgumentException one line
     */
    public static void checkOfSteps(Options options) {
        if (options.getBenchModes().iterator().hasNext()) {
            throw new IllegalArgumentException("-bm is not possible with whole steps: an iteration is one round of a step");
        }
        if (options.getWarmupIterations().hasValue() || options.getWarmupTime().hasValue() || options.getMeasurementTime().hasValue()) {
            throw new IllegalArgumentException("-wi, -w and -r have no effect on whole steps, which warm up until they are steady; -i is the number of "
                    + "rounds, -f of forks");
        }
    }
}
