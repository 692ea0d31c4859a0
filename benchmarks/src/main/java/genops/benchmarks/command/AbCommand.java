package genops.benchmarks.command;

import genops.benchmarks.ab.InPairs;
import genops.benchmarks.ab.Interleaved;
import genops.benchmarks.ab.PairedBuilds;
import genops.benchmarks.ab.PairedCase;
import genops.benchmarks.ab.PairedResult;
import genops.benchmarks.ab.PairedText;
import genops.benchmarks.run.Case;
import genops.benchmarks.run.JmhLock;
import genops.benchmarks.run.PreparedRun;
import genops.benchmarks.run.RunRequest;
import genops.benchmarks.run.Timing;
import genops.results.comparison.Comparison;
import genops.results.comparison.ComparisonText;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.shapes.catalog.Catalog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ab}: two builds, or two kernels of one, that take turns. */
@Command(name = "java -jar benchmarks.jar ab", sortOptions = false,
        customSynopsis = {
            "Usage: java -jar benchmarks.jar ab --jar OTHER.jar [options of a run that select cases, e.g. -p linear=… -p kernel=vector/gemm]",
            "       java -jar benchmarks.jar ab --kernel ID --against ID [options of a run that select cases]"},
        description = {
            "",
            "Compares this build (B) with another one (A) on this machine, or the kernel of --kernel (B) with that of --against (A). Each fork "
                    + "loads both, which take turns of some milliseconds. Each case is timed until it is decided, has had the most forks, or the "
                    + "time is over. With --jar twice, the second jar is B rather than this one.",
            "Exit status, as git bisect run reads it: 0 B is unchanged or faster; 3 something of B is slower; 125 a case cannot be run or is "
                    + "not decided; 255 the command line is wrong, or this machine cannot run it."})
final class AbCommand implements Callable<Integer> {
    /** What is asked for cannot be run, or was not decided: git bisect skips such a commit. */
    static final int SKIP = 125;
    /** Nothing was found out about any commit: git bisect stops. */
    static final int STOP = 255;
    /** A fork of one build: what warming up is left after verification, and so many samples that one disturbed one does not matter. */
    private static final Timing FORK = new Timing(1, 1, Duration.ofMillis(100), 5, Duration.ofMillis(100));
    private static final double MINUTES = 10;
    private static final double SMALLEST_EFFECT = 0.01;
    private static final int MOST_IN_PAIRS = 48;
    private static final int MOST_PROCESSES = 24;
    /** Options of a run, each with a value, that its processes are given. */
    private static final Set<String> HANDED_ON = Set.of("--class-path", "--timeout", "--gpu-cache", "-jvm", "-jvmArgs", "-jvmArgsPrepend", "-jvmArgsAppend");

    @Option(names = "--jar", paramLabel = "JAR", arity = "1", description = "benchmarks.jar of the other build.")
    private final List<Path> jars = new ArrayList<>();

    @Option(names = "--kernel", split = ",", paramLabel = "ID", description = "Kernels or backends (default: all); with --against one kernel.")
    private final List<String> kernels = new ArrayList<>();

    @Option(names = "--against", paramLabel = "ID", description = "The kernel of this build that --kernel is compared with.")
    private String against;

    @Option(names = "--processes", description = {
        "Forks of one build each, in turns: A B A B … For builds that one JVM cannot load both."})
    private boolean processes;

    @Option(names = "--pairs", paramLabel = "N", description = "The most forks of a case, or pairs of --processes (default: 48; of --processes 24).")
    private Integer pairs;

    @Option(names = "--class-path", paramLabel = "JAR", description = "Jars or folders with further kernels, separated as in java -cp.")
    private String classPath;

    @Mixin
    private ThresholdOptions thresholds;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Unmatched
    private final List<String> runArguments = new ArrayList<>();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        check();
        complete(runArguments);
        RunRequest request = RunCommand.requestOf(runArguments);
        return against != null ? ofKernels(request) : ofBuilds(request);
    }

    /** The exit status of this verb for one of any verb: other than 0, 3 and 125 must not look like a slower commit. */
    static int status(int any) {
        return any == ExitStatus.USAGE || any == ExitStatus.ENVIRONMENT ? STOP : any;
    }

    private void check() {
        if (against == null && jars.isEmpty()) {
            throw new IllegalArgumentException("--jar names the other build, or --against the other kernel");
        }
        if (against != null && !jars.isEmpty()) {
            throw new IllegalArgumentException("--jar compares builds, and --against kernels of one; leave out one of them");
        }
        if (against != null && (kernels.size() != 1 || !kernels.getFirst().contains("/") || !against.contains("/"))) {
            throw new IllegalArgumentException("--kernel and --against name one kernel each, such as vector/flash");
        }
        if (against != null && kernels.getFirst().equals(against)) {
            throw new IllegalArgumentException("--kernel and --against name the same kernel");
        }
        if (against != null && processes) {
            throw new IllegalArgumentException("--processes has no effect beside --against: kernels of one build can live together");
        }
        if (jars.size() > 2) {
            throw new IllegalArgumentException("--jar is given " + jars.size() + " times; once names A, twice A and B");
        }
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalArgumentException("no such jar: " + jar);
            }
        }
        if (pairs != null && pairs < 2) {
            throw new IllegalArgumentException("--pairs must be at least 2, is " + pairs);
        }
    }

    /** Adds to the options of a run those that this verb reads too. */
    private void complete(List<String> arguments) {
        List<String> all = new ArrayList<>(kernels);
        if (against != null) {
            all.add(against);
        }
        if (!all.isEmpty()) {
            arguments.addAll(List.of("--kernel", String.join(",", all)));
        }
        if (classPath != null) {
            arguments.addAll(List.of("--class-path", classPath));
        }
    }

    private int ofKernels(RunRequest request) throws IOException, RunnerException {
        AbOptions.check(request, true);
        List<Case> runnable = runnable(PreparedRun.of(request, out).cases());
        List<PairedCase> cases = runnable.stream().filter(c -> c.offer().kernel().equals(kernels.getFirst()))
                .filter(c -> runnable.stream().anyMatch(o -> o.offer().kernel().equals(against) && o.shape().equals(c.shape())))
                .map(c -> new PairedCase(c, against)).toList();
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no shape selected that both " + kernels.getFirst() + " and " + against + " can run on this machine");
        }
        PairedBuilds.Met met = PairedBuilds.meet(OwnBuild.jar(), OwnBuild.jar(), OwnBuild.furtherKernels(classPath),
                cases.stream().map(PairedCase::wanted).toList());
        PairedBuilds builds = met.builds().orElseThrow(() -> new IllegalArgumentException("kernels cannot be compared in pairs: " + met.reason().orElseThrow()
                + "; a run of both has them take turns"));
        out.println("A: " + against + ", B: " + kernels.getFirst());
        return inPairs(request, builds, cases);
    }

    private int ofBuilds(RunRequest request) throws IOException, InterruptedException, RunnerException {
        Path base = jars.getFirst();
        Path candidate = jars.size() == 2 ? jars.getLast() : OwnBuild.jar();
        AbOptions.check(request, false);
        List<Case> cases = runnable(PreparedRun.of(request, out).cases());
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no case that this machine can run");
        }
        Optional<PairedBuilds> builds = processes ? Optional.empty() : together(base, candidate, cases);
        if (builds.isEmpty()) {
            out.println("A: " + base + ", B: " + candidate);
            return inProcesses(request, base, candidate, cases);
        }
        AbOptions.check(request, true);
        out.println("A: " + base + ", B: " + candidate);
        return inPairs(request, builds.get(), cases.stream().map(PairedCase::ofBuilds).toList());
    }

    /** Cases that this machine can run; the others are named. */
    private List<Case> runnable(List<Case> cases) {
        cases.stream().filter(c -> !c.offer().reason().isEmpty()).forEach(c -> out.println("left out: " + c.text() + ": " + c.offer().reason()));
        return cases.stream().filter(c -> c.offer().reason().isEmpty()).toList();
    }

    private Optional<PairedBuilds> together(Path base, Path candidate, List<Case> cases) throws IOException {
        PairedBuilds.Met met = PairedBuilds.meet(base, candidate, OwnBuild.furtherKernels(classPath), cases);
        met.reason().ifPresent(reason -> out.println(reason + ": as with --processes, each fork has one build"));
        met.builds().filter(PairedBuilds::inliningDiffers).ifPresent(b -> out.println(
                "the builds name different methods to inline, and forks have those of both: a difference that they make is seen by --processes alone"));
        return met.builds();
    }

    private int inPairs(RunRequest request, PairedBuilds builds, List<PairedCase> cases) throws RunnerException {
        try (JmhLock lock = JmhLock.take()) {
            List<PairedResult> results = new InPairs(request, builds, pairs == null ? MOST_IN_PAIRS : pairs, thresholds(), out).run(cases, time(request));
            out.print("\n" + PairedText.of(results));
            return status(results.stream().flatMap(r -> r.verdict().stream()).toList(), results.stream().anyMatch(r -> r.failure().isPresent()));
        }
    }

    private int inProcesses(RunRequest request, Path base, Path candidate, List<Case> cases) throws IOException, InterruptedException {
        Interleaved.Result result = new Interleaved(base, candidate, options(request), pairs == null ? MOST_PROCESSES : pairs, thresholds(), out)
                .run(cases, time(request));
        result.comparison().ifPresent(c -> out.print("\n" + ComparisonText.of(c, Catalog.standard())));
        return status(result.comparison().stream().map(Comparison::changes).flatMap(List::stream).map(c -> c.verdict()).toList(),
                !result.failures().isEmpty());
    }

    /** Slower wins over what could not be run or was not decided. */
    static int status(List<Verdict> verdicts, boolean failed) {
        return verdicts.contains(Verdict.SLOWER) ? ExitStatus.SLOWER : failed || verdicts.contains(Verdict.UNDECIDED) ? SKIP : ExitStatus.OK;
    }

    private Thresholds thresholds() {
        return thresholds.thresholds(SMALLEST_EFFECT);
    }

    private static Duration time(RunRequest request) {
        return Duration.ofMillis((long) (60_000 * request.minutes().orElse(MINUTES)));
    }

    private List<String> options(RunRequest request) {
        Timing fork = FORK.overriddenBy(request.jmh());
        List<String> options = new ArrayList<>(List.of("-wi", Integer.toString(fork.warmups()), "-w", fork.warmup().toMillis() + "ms",
                "-i", Integer.toString(fork.iterations()), "-r", fork.iteration().toMillis() + "ms"));
        for (int i = 0; i < runArguments.size(); i++) {
            String option = runArguments.get(i);
            if (HANDED_ON.contains(option)) {
                options.addAll(runArguments.subList(i, i + 2));
            } else if (HANDED_ON.contains(option.split("=", 2)[0])) {
                options.add(option);
            }
        }
        return options;
    }
}
