package genops.benchmarks.run;

import genops.benchmarks.fork.DeviceTime;
import genops.kernels.DeviceTimed.Cache;
import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * What a command line asks to be timed.
 *
 * @param jmh JMH's own options
 * @param filter what of the catalog
 * @param kernels ids of kernels or names of backends; empty for all
 * @param suite what of the catalog, and how the time is shared
 * @param stack whose kernels compose the models
 * @param threads numbers of threads of the kernels' pool, each of which every case is timed with; empty for the available processors
 * @param minutes time the whole run should take
 * @param timeout seconds after which a fork is given up; empty for {@link Timing#patience}
 * @param output the run document
 * @param command the command line, as it is recorded
 * @param withoutCeilings whether the ceilings are left out
 * @param gpuCache whether caches of a device are flushed before each call
 * @param shard the part of the cases that is timed; empty for all
 */
public record RunRequest(CommandLineOptions jmh, CatalogFilter filter, List<String> kernels, Suite suite, Stack stack, SortedSet<Integer> threads,
        OptionalDouble minutes, OptionalInt timeout, Optional<Path> output, String command, boolean withoutCeilings,
        Cache gpuCache, Optional<Shard> shard) {

    /** This request with a share of its time, where it has one. */
    public RunRequest withShareOfTime(double share) {
        return new RunRequest(jmh, filter, kernels, suite, stack, threads,
                minutes.isEmpty() ? minutes : OptionalDouble.of(share * minutes.getAsDouble()), timeout, output, command, withoutCeilings, gpuCache, shard);
    }

    /** Whether single shapes are named by {@code -p}. */
    public boolean namesShapes() {
        return namesShapes(jmh);
    }

    /** Whether options name single shapes by {@code -p}. */
    public static boolean namesShapes(CommandLineOptions jmh) {
        for (OperatorType type : OperatorType.values()) {
            if (jmh.getParameter(type.label()).hasValue()) {
                return true;
            }
        }
        return false;
    }

    /** Ids of kernels, or names of backends, that are named on the command line in either way; empty where none is. */
    List<String> namedKernels() {
        List<String> named = new ArrayList<>(kernels);
        named.addAll(jmh.getParameter("kernel").orElse(List.of()));
        return named;
    }

    /**
     * The shapes to time: those named by {@code -p}, otherwise those of the catalog.
     *
     * @throws IllegalArgumentException one line on a malformed shape, an unknown model …
     */
    Set<Operator> shapes(Benchmarks benchmarks) {
        if (!namesShapes()) {
            var catalog = filter.catalog().filter(e -> benchmarks.operators().contains(e.type())
                    && (suite != Suite.QUICK || AttentionKind.of(e.operator()).isPresent()));
            return (suite == Suite.REPRESENTATIVE && !filter.exact() ? catalog.representative() : catalog).shapes();
        }
        for (OperatorType type : OperatorType.values()) {
            if (jmh.getParameter(type.label()).hasValue() && !benchmarks.operators().contains(type)) {
                throw new IllegalArgumentException("-p " + type.label() + "= has no effect: the regular expressions leave its benchmark out");
            }
        }
        Set<Operator> shapes = new LinkedHashSet<>();
        for (OperatorType type : benchmarks.operators()) {
            Collection<String> texts = jmh.getParameter(type.label()).orElse(List.of());
            texts.forEach(text -> shapes.add(type.parse(text)));
        }
        return shapes;
    }

    /** Further arguments of the JVM that says what kernels there are, with as many threads as any case will have. */
    List<String> jvmArguments() {
        return threads.isEmpty() ? jvmArguments(List.of()) : jvmArguments(List.of(threadsArgument(threads.last())));
    }

    /** Further arguments of the JVMs that time a case. */
    List<String> jvmArguments(Case timed) {
        return jvmArguments(List.of(threadsArgument(timed.threads())));
    }

    /** Starts a JVM in which kernels take turns, with further arguments. */
    WorkerProcess startTurns(int ofThreads, List<String> further) {
        List<String> arguments = new ArrayList<>(ForkedJvms.argumentsOf(jmh));
        arguments.addAll(jvmArguments(List.of(threadsArgument(ofThreads))));
        // this process holds the lock for all of them
        arguments.add("-D" + JmhLock.IGNORE + "=true");
        arguments.addAll(further);
        return WorkerProcess.startTurns(arguments);
    }

    /**
     * Starts a JVM in which two sides take turns.
     *
     * @param flags those of the builds of both sides
     */
    public WorkerProcess startPairs(int ofThreads, List<String> flags) {
        List<String> arguments = new ArrayList<>(ForkedJvms.argumentsOf(jmh));
        arguments.addAll(jvmArguments(List.of(threadsArgument(ofThreads))));
        return WorkerProcess.startPairs(jmh.getJvm().orElse(WorkerProcess.java()), flags, arguments);
    }

    /** Sets the size of the kernels' pool. */
    static String threadsArgument(int threads) {
        return "-Dgenops.threads=" + threads;
    }

    private List<String> jvmArguments(List<String> ofThreads) {
        List<String> arguments = new ArrayList<>(ofThreads);
        arguments.addAll(RunSeed.arguments(jmh));
        if (gpuCache == Cache.WARM) {
            arguments.add("-D" + DeviceTime.CACHE + "=warm");
        }
        return arguments;
    }

    /**
     * Whether kernels of a shape take turns in one JVM: with several kernels, unless JMH is told how to time each alone. A time of JMH's
     * own (forks, iterations, profilers) is about one kernel.
     */
    public boolean takesTurns() {
        List<String> named = namedKernels();
        boolean oneKernel = named.size() == 1 && named.getFirst().contains("/");
        return suite != Suite.REPRESENTATIVE && shard.isEmpty() && !oneKernel && !jmhTimesAlone();
    }

    /** What stands in the tables for people: all that was named; of a suite that chooses, the shapes at which all kernels were timed. */
    public Predicate<Measurement> shownInTables() {
        if (!suite.chooses() || suite == Suite.QUICK) {
            return m -> true;
        }
        Set<String> shapes = besideVendors().stream().map(Operator::text).collect(Collectors.toSet());
        return m -> shapes.contains(m.shape());
    }

    /** The shapes at which all kernels are timed, where a suite chooses: the heaviest of every model and class. */
    Set<Operator> besideVendors() {
        return suite == Suite.FINDINGS ? filter.catalog().representative().shapes() : Set.of();
    }

    /** Processes that time each shape where a suite chooses; empty where it decides itself. */
    OptionalInt processes() {
        return jmh.getForkCount().hasValue() ? OptionalInt.of(jmh.getForkCount().get()) : OptionalInt.empty();
    }

    private boolean jmhTimesAlone() {
        return jmh.getForkCount().hasValue() && !suite.chooses() || jmh.getWarmupIterations().hasValue() || jmh.getWarmupTime().hasValue()
                || jmh.getMeasurementIterations().hasValue() || jmh.getMeasurementTime().hasValue() || !jmh.getProfilers().isEmpty()
                || jmh.getBenchModes().iterator().hasNext() || jmh.getResult().hasValue() || jmh.getResultFormat().hasValue()
                || jmh.verbosity().hasValue() || jmh.getOutput().hasValue() || jmh.getJvm().hasValue()
                || jmh.shouldDoGC().hasValue() || jmh.getTimeUnit().hasValue();
    }

    /** One line that repeats a shape whose kernels took turns. */
    String commandOf(ShapeGroup group) {
        Case first = group.cases().stream().filter(c -> c.offer().onDevice()).findFirst().orElse(group.cases().getFirst());
        return commandOf(first, group.cases().stream().map(c -> c.offer().kernel()).collect(Collectors.joining(",")));
    }

    /** One line that repeats a case alone. */
    String commandOf(Case wanted) {
        return commandOf(wanted, wanted.offer().kernel());
    }

    private String commandOf(Case wanted, String kernels) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", "benchmarks.jar"));
        words.addAll(List.of("-p", wanted.offer().operator() + "=" + wanted.offer().shape(), "-p", "kernel=" + kernels));
        if (!threads.isEmpty()) {
            words.addAll(List.of("--threads", Integer.toString(wanted.threads())));
        }
        if (gpuCache == Cache.WARM && wanted.offer().onDevice()) {
            words.addAll(List.of("--gpu-cache", "warm"));
        }
        words.addAll(setting());
        return String.join(" ", words);
    }

    /** JMH's options by which a time means something else, so that the case's command names them. */
    private List<String> setting() {
        List<String> words = new ArrayList<>();
        if (jmh.getBenchModes().iterator().hasNext()) {
            words.addAll(List.of("-bm", jmh.getBenchModes().stream().map(Mode::shortLabel).sorted().collect(Collectors.joining(","))));
        }
        if (jmh.getWarmupIterations().hasValue() && jmh.getWarmupIterations().get() == 0) {
            words.addAll(List.of("-wi", "0"));
        }
        if (jmh.shouldDoGC().orElse(false)) {
            words.addAll(List.of("-gc", "true"));
        }
        return words;
    }

    /**
     * Whether ceilings are measured: as any benchmark that the regular expressions select, and beside single shapes where one of them
     * can be timed.
     */
    boolean ceilings(Benchmarks benchmarks, List<Case> runnable) {
        return benchmarks.ceilings() && !withoutCeilings && suite != Suite.QUICK && (!namesShapes() || !jmh.getIncludes().isEmpty() || !runnable.isEmpty());
    }
}
