package genops.benchmarks.command;

import genops.benchmarks.ab.Interleaved;
import genops.benchmarks.run.Case;
import genops.benchmarks.run.PreparedRun;
import genops.benchmarks.run.RunRequest;
import genops.benchmarks.run.Timing;
import genops.results.comparison.ComparisonText;
import genops.shapes.catalog.Catalog;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ab}: two builds, fork by fork. */
@Command(name = "java -jar benchmarks.jar ab", sortOptions = false,
        customSynopsis = "Usage: java -jar benchmarks.jar ab --jar OTHER.jar [options of a run that select cases, e.g. -p linear=… -p kernel=vector/gemm]",
        description = {
            "",
            "Compares this build (B) with another one (A) on this machine, their forks taking turns: A B A B … Each case is timed until "
                    + "it is decided or its share of the time is over. Both builds run as processes of their own, so that A may be older "
                    + "or newer. With --jar twice, the second jar is B rather than this one.",
            "Exit status, as git bisect run reads it: 0 B is not slower than A; 3 it is; 125 one of them cannot run a case; 255 the "
                    + "command line is wrong, or this machine cannot run it."})
final class AbCommand implements Callable<Integer> {
    /** One of the builds cannot run what is asked for: git bisect skips such a commit. */
    static final int SKIP = 125;
    /** Nothing was found out about any commit: git bisect stops. */
    static final int STOP = 255;
    /** A fork: what warming up is left after verification, and so many samples that one disturbed one does not matter. */
    private static final Timing FORK = new Timing(1, 1, Duration.ofMillis(100), 5, Duration.ofMillis(100));
    private static final double MINUTES = 10;
    /** Options of a run, each with a value, that its processes are given. */
    private static final Set<String> HANDED_ON = Set.of("--class-path", "--timeout", "--gpu-cache", "-jvm", "-jvmArgs", "-jvmArgsPrepend", "-jvmArgsAppend");

    @Option(names = "--jar", paramLabel = "JAR", required = true, arity = "1", description = "benchmarks.jar of the other build.")
    private final List<Path> jars = new ArrayList<>();

    @Option(names = "--pairs", paramLabel = "N", description = "The most pairs of forks of a case (default: 24).")
    private int pairs = 24;

    @Mixin
    private ThresholdOptions thresholds;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Unmatched
    private final List<String> runArguments = new ArrayList<>();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        RunRequest request = RunCommand.requestOf(runArguments);
        if (request.output().isPresent() || request.shard().isPresent()) {
            throw new IllegalArgumentException("ab writes no run document and has no shards: leave out --output and --shard");
        }
        List<Case> cases = PreparedRun.of(request, out).cases();
        List<Case> runnable = cases.stream().filter(c -> c.offer().reason().isEmpty()).toList();
        cases.stream().filter(c -> !c.offer().reason().isEmpty()).forEach(c -> out.println("left out: " + c.text() + ": " + c.offer().reason()));
        if (runnable.isEmpty()) {
            throw new IllegalArgumentException("no case that this machine can run");
        }
        Path base = jars.getFirst();
        Path candidate = jars.size() == 2 ? jars.getLast() : ownJar();
        out.println("A: " + base + ", B: " + candidate);
        Interleaved.Result result = new Interleaved(base, candidate, options(request), pairs, thresholds.thresholds(), out)
                .run(runnable, Duration.ofMillis((long) (60_000 * request.minutes().orElse(MINUTES))));
        result.comparison().ifPresent(c -> out.print("\n" + ComparisonText.of(c, Catalog.standard())));
        if (result.comparison().stream().anyMatch(c -> !c.slower().isEmpty())) {
            return ExitStatus.SLOWER;
        }
        return result.failures().isEmpty() ? ExitStatus.OK : SKIP;
    }

    /** The exit status of this verb for one of any verb: other than 0, 3 and 125 must not look like a slower commit. */
    static int status(int any) {
        return any == ExitStatus.USAGE || any == ExitStatus.ENVIRONMENT ? STOP : any;
    }

    private void check() {
        if (jars.size() > 2) {
            throw new IllegalArgumentException("--jar is given " + jars.size() + " times; once names A, twice A and B");
        }
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalArgumentException("no such jar: " + jar);
            }
        }
        if (pairs < 2) {
            throw new IllegalArgumentException("--pairs must be at least 2, is " + pairs);
        }
    }

    private static Path ownJar() {
        try {
            return Path.of(AbCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path is not made of files", e);
        }
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
