package genops.benchmarks.command;

import genops.benchmarks.run.CatalogFilter;
import genops.benchmarks.run.JmhListing;
import genops.benchmarks.run.JmhOptions;
import genops.benchmarks.run.RunRequest;
import genops.benchmarks.run.Shard;
import genops.benchmarks.run.StepRequest;
import genops.benchmarks.run.StepSuite;
import genops.benchmarks.run.Suite;
import genops.benchmarks.run.SuiteRun;
import genops.benchmarks.run.TurnsRun;
import genops.kernels.DeviceTimed.Cache;
import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.findings.CoverageText;
import genops.results.findings.FindingsText;
import genops.results.findings.HeadlineText;
import genops.results.machine.HardwareCounters;
import genops.results.table.MeasurementTables;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine;

/** What the jar does without a verb: times kernels by JMH, with JMH's own options beside ours. */
@Command(name = "java -jar benchmarks.jar", sortOptions = false, optionListHeading = "%nOptions:%n",
        customSynopsis = {
            "Usage: java -jar benchmarks.jar [options] [JMH options] [regexp...]",
            "       java -jar benchmarks.jar VERB [options]     (VERB --help says more)"},
        description = {
            "",
            "Times the operators of generative image and video models at the exact shapes of the models. Without arguments: the "
                    + "ceilings of the machine (half a minute), the heaviest shapes of every operator class beside the vendors' kernels, then "
                    + "whatever removes most of the time that is still estimated, in 15 minutes; then the findings. Kernels of one shape take "
                    + "turns in one JVM, so that their ratios hold on a busy machine too."},
        footer = {
            "",
            "Verbs:",
            "  shapes      the catalog of shapes with counts, FLOPs and bytes: table, CSV or JSON",
            "  verify      compares kernels with the double-precision reference at the shapes of the catalog",
            "  findings    published observations, judged from run documents",
            "  report      one page and SVG files with all figures of a run, from its document",
            "  table       the tables of run documents",
            "  merge       one run document from several: shards, or numbers of threads",
            "  nightly     a run that is added to a history and judged against it; goes on with an interrupted one",
            "  ab          two builds, or two kernels, in pairs; for small differences, and for git bisect",
            "  compare     what became slower or faster from one run to another",
            "  history     on which night what became slower or faster, over a folder of runs",
            "  export      runs as JMH JSON, as CSV for Apache Otava, as OpenMetrics",
            "  env         this machine, its JDK and which backends can be used",
            "",
            "JMH options work as in every JMH jar: -l, -lp, -p PARAMETER=VALUES, -prof, -rf, -rff, -f, -wi, -i, -w, -r, -v, …; -h lists them.",
            "One case alone: -p attention=b1_h8_q1024_k1024_d80 -p kernel=vector/flash",
            "",
            "Exit status: 0 done; 1 something failed verification, crashed or timed out; 2 bad command line or file; 3 slower than what it was "
                    + "compared with; 4 no suitable JDK, or another JMH is running; 130 interrupted. What this machine cannot run is reported and is no failure."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CatalogOptions catalog;

    @Option(names = "--kernel", split = ",", paramLabel = "ID", description = "Kernels or backends, e.g. vector/flash,onednn (default: all).")
    private final List<String> kernels = new ArrayList<>();

    @Option(names = "--suite", paramLabel = "NAME", description = {
        "findings: what the findings need most, until the time is over (default);",
        "quick: what flash attention gains at single shapes, in two minutes;",
        "models: every distinct shape of the models chosen, with the kernels of one stack;",
        "steps: whole steps of the models' stages, all calls in order;",
        "representative: the heaviest shapes of every model and class, each kernel in forks of its own;",
        "full: every shape on every kernel;",
        "temporal-layouts: temporal attention in place, rearranged and contiguous, beside spatial attention of the same FLOPs."})
    private String suite;

    @Option(names = "--stack", paramLabel = "NAME", description = "Whose kernels compose the models (default: vector).")
    private String stack = Stack.VECTOR.name();

    @Option(names = "--no-ceilings", description = "Leave out the ceilings; the shares of them are then not shown.")
    private boolean withoutCeilings;

    @Option(names = "--gpu-cache", paramLabel = "STATE", description = {
        "cold or warm: whether caches of a GPU are flushed before each call (default: cold)."})
    private String gpuCache = "cold";

    @Option(names = "--threads", split = ",", paramLabel = "N", description = {
        "Threads a CPU kernel may use (default: the available processors); several, e.g. 1,2, time every case with each of them."})
    private final SortedSet<Integer> threads = new TreeSet<>();

    @Option(names = "--minutes", paramLabel = "M",
            description = "Time the run should take; what is measured is chosen to fit, or cases are timed longer or shorter (default: 15 for findings and representative, up to 45 for models, by the number of their shapes, for each number of threads; none for what is named or all).")
    private Double minutes;

    @Option(names = "--shard", paramLabel = "I/N", description = {
        "The I-th of N parts of the cases, even by expected time and the same on every machine; 'merge' joins their documents."})
    private String shard;

    @Option(names = "--timeout", paramLabel = "SECONDS",
            description = "When a forked JVM is given up (default: a minute, and 20 times what is estimated).")
    private Integer timeout;

    @Option(names = "--output", paramLabel = "FILE", description = "The run document (default: results/run-<time>.json).")
    private Path output;

    @Option(names = "--class-path", paramLabel = "JAR", description = "Jars or folders with further kernels, separated as in java -cp.")
    private String classPath;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Version and commit.")
    private boolean version;

    @Unmatched
    private final List<String> jmhArguments = new ArrayList<>();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, RunnerException {
        CommandLineOptions jmh = jmhOptions();
        Main.extendClassPath(classPath);
        RunRequest request = request(jmh, Suite.FINDINGS);
        if (jmh.shouldHelp()) {
            jmh.showHelp();
        } else if (jmh.shouldList()) {
            JmhListing.list(jmh);
        } else if (jmh.shouldListWithParams()) {
            JmhListing.listWithParameters(request, out);
        } else if (jmh.shouldListProfilers()) {
            jmh.listProfilers();
        } else if (jmh.shouldListResultFormats()) {
            jmh.listResultFormats();
        } else {
            return steps(jmh) ? runSteps(jmh) : run(request);
        }
        return ExitStatus.OK;
    }

    /**
     * The request that a run's options make, for the verbs that take these beside their own.
     *
     * @throws IllegalArgumentException one line on what is wrong with them
     */
    static RunRequest requestOf(List<String> arguments) {
        RunCommand command = new RunCommand();
        try {
            new CommandLine(command).parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        CommandLineOptions jmh = command.jmhOptions();
        if (jmh.shouldHelp() || jmh.shouldList() || jmh.shouldListWithParams() || jmh.shouldListProfilers() || jmh.shouldListResultFormats()) {
            throw new IllegalArgumentException("-h, -l, -lp, -lprof and -lrf stand without a verb");
        }
        if (command.steps(jmh)) {
            throw new IllegalArgumentException("--suite steps stands without a verb");
        }
        Main.extendClassPath(command.classPath);
        RunRequest request = command.request(jmh, Suite.REPRESENTATIVE);
        if (request.suite().chooses()) {
            throw new IllegalArgumentException("--suite " + request.suite().label() + " times what its time allows, never the same; it stands "
                    + "without a verb, which takes representative or full");
        }
        return request;
    }

    private int run(RunRequest request) throws RunnerException {
        SuiteRun.Finished finished = request.takesTurns() ? TurnsRun.run(request, out) : SuiteRun.run(request, out);
        out.println();
        out.print(MeasurementTables.of(finished.document(), request.shownInTables()));
        if (request.suite() == Suite.QUICK) {
            out.println();
            out.print(HeadlineText.of(finished.document(), request.stack(), request.filter().pipelines()));
        } else if (request.suite().chooses()) {
            out.println();
            out.print(CoverageText.of(finished.document(), request.stack(), request.filter().pipelines()));
        }
        if (finished.document().measurements().stream().anyMatch(RunCommand::timedAttention) && !request.namesShapes()
                && request.suite() != Suite.QUICK) {
            out.println();
            out.print(FindingsText.of(FindingsCommand.findings(finished.document(), request.filter().pipelines())));
        }
        out.println();
        verificationShare(finished.document());
        out.println("run document: " + finished.file());
        return ExitStatus.of(finished.document().measurements());
    }

    /** Verification must stay cheap: says what it took. */
    private void verificationShare(RunDocument document) {
        double seconds = document.measurements().stream().mapToDouble(Measurement::verificationSeconds).sum();
        if (seconds > 0) {
            double all = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
            out.printf(Locale.ROOT, "verification took %.1f of %.1f s%n", seconds, all);
        }
    }

    /** Whether whole steps are wanted rather than kernels by themselves. */
    private boolean steps(CommandLineOptions jmh) {
        return Suite.STEPS.label().equals(suite) || StepRequest.named(jmh);
    }

    private int runSteps(CommandLineOptions jmh) throws RunnerException {
        if (!kernels.isEmpty() || shard != null) {
            throw new IllegalArgumentException("--kernel and --shard do not select whole steps; --model, --stage and -p step= do");
        }
        JmhOptions.checkOfSteps(jmh);
        if (StepRequest.named(jmh)) {
            catalog.refuse("beside -p step=");
        }
        if (withoutCeilings || !stack.equals(Stack.VECTOR.name()) || cache() == Cache.WARM) {
            throw new IllegalArgumentException("--no-ceilings, --stack and --gpu-cache have no effect on whole steps; -p stack= names the stack");
        }
        StepRequest request = StepRequest.of(catalog.filter(), Collections.unmodifiableSortedSet(threads),
                minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes),
                timeout == null ? OptionalInt.empty() : OptionalInt.of(timeout), jmh);
        SuiteRun.Finished finished = StepSuite.run(request, Main.commandLine(), Optional.ofNullable(output), out);
        out.println();
        out.println("run document: " + finished.file());
        return ExitStatus.ofSteps(finished.document().steps());
    }

    /** What the findings are about. */
    private static boolean timedAttention(Measurement measurement) {
        return measurement.status() == Status.MEASURED
                && OperatorType.of(measurement.operator()).operatorClass() == OperatorClass.ATTENTION;
    }

    /**
     * @param otherwise the suite where none is named; where shapes are, all of them are wanted
     */
    private RunRequest request(CommandLineOptions jmh, Suite otherwise) {
        if (RunRequest.namesShapes(jmh)) {
            catalog.refuse("beside -p with a shape");
        }
        if (!threads.isEmpty() && threads.first() < 1) {
            throw new IllegalArgumentException("--threads must be at least 1, is " + threads.first());
        }
        if (suite != null) {
            RunRequest request = request(jmh, Suite.of(suite), catalog.filter());
            checkChoice(request);
            return request;
        }
        CatalogFilter filter = catalog.filter();
        RunRequest request = request(jmh, RunRequest.namesShapes(jmh) || filter.exact() ? Suite.FULL : otherwise, filter);
        return request.suite().chooses() && !request.takesTurns() ? request(jmh, Suite.REPRESENTATIVE, filter) : request;
    }

    /** What times kernels in turns and chooses its shapes goes with no option that is about one kernel, or names shapes. */
    private static void checkChoice(RunRequest request) {
        if (request.suite().chooses() && (!request.takesTurns() || request.namesShapes() || !request.filter().sweeps().isEmpty())) {
            throw new IllegalArgumentException("--suite " + request.suite().label() + " chooses its shapes and times kernels in turns; leave out "
                    + "-p with a shape, --sweep, --shard, a single kernel and JMH's options about one kernel (-wi, -i, -prof, …), or take "
                    + "--suite representative or full");
        }
    }

    private RunRequest request(CommandLineOptions jmh, Suite chosen, CatalogFilter selected) {
        CatalogFilter filter = chosen == Suite.TEMPORAL_LAYOUTS ? selected.withLayouts() : selected;
        OptionalDouble time = minutes != null ? OptionalDouble.of(minutes)
                : chosen.minutes(filter.catalog().shapes().size()).stream().map(m -> m * Math.max(1, threads.size())).findFirst();
        return new RunRequest(jmh, filter, List.copyOf(kernels), chosen, Stack.of(stack),
                Collections.unmodifiableSortedSet(threads), time,
                timeout == null ? OptionalInt.empty() : OptionalInt.of(timeout), Optional.ofNullable(output), Main.commandLine(),
                withoutCeilings, cache(), Optional.ofNullable(shard).map(Shard::of));
    }

    private Cache cache() {
        return switch (gpuCache) {
            case "cold" -> Cache.COLD;
            case "warm" -> Cache.WARM;
            default -> throw new IllegalArgumentException("unknown --gpu-cache '" + gpuCache + "'; known: cold, warm");
        };
    }

    private CommandLineOptions jmhOptions() {
        checkParameters();
        try {
            CommandLineOptions jmh = new CommandLineOptions(jmhArguments.toArray(String[]::new));
            JmhOptions.check(jmh);
            for (ProfilerConfig profiler : jmh.getProfilers()) {
                // JMH would end the JVM without a reason
                if (profiler.getKlass().startsWith("perf") && !HardwareCounters.available()) {
                    throw new IllegalArgumentException("-prof " + profiler.getKlass() + " " + HardwareCounters.text());
                }
            }
            return jmh;
        } catch (CommandLineOptionException e) {
            throw new IllegalArgumentException(e.getMessage() + "; --help and -h list the options", e);
        }
    }

    /** JMH passes over parameters it does not know, and would time everything. */
    private void checkParameters() {
        List<String> known = new ArrayList<>(Arrays.stream(OperatorType.values()).map(OperatorType::label).toList());
        known.addAll(List.of("kernel", "ceiling", "step", "stack"));
        for (int i = 0; i + 1 < jmhArguments.size(); i++) {
            String name = jmhArguments.get(i + 1).split("=", 2)[0];
            if (jmhArguments.get(i).equals("-p") && !known.contains(name)) {
                throw new IllegalArgumentException("unknown parameter '" + name + "'; known: " + String.join(", ", known));
            }
        }
    }
}
