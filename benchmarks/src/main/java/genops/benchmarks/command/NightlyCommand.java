package genops.benchmarks.command;

import genops.benchmarks.night.HistoryFolder;
import genops.benchmarks.night.Reference;
import genops.benchmarks.run.PreparedRun;
import genops.benchmarks.run.RunRequest;
import genops.benchmarks.run.SuiteRun;
import genops.results.changepoint.HistoryText;
import genops.results.changepoint.Judge;
import genops.results.changepoint.Judgement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.history.History;
import genops.results.history.Run;
import genops.results.statistics.CeilingDrift;
import genops.results.table.Numbers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code nightly}: a run that is added to a history and held against it. */
@Command(name = "java -jar benchmarks.jar nightly", sortOptions = false,
        customSynopsis = "Usage: java -jar benchmarks.jar nightly [--history FOLDER] [options of a run, e.g. --minutes 60 --threads 1,2 -f 3]",
        description = {
            "",
            "Runs the suite, adds its run document to a history and says what changed against the nights before. Interrupted, the next "
                    + "call with the same options goes on with what is missing.",
            "The ceilings are measured at the start, in between and at the end. Where one drifts by more than 10%, the machine was "
                    + "disturbed: the run is marked as suspect, nothing is decided by it, and it is no baseline for others.",
            "With --reference, cases are then timed in pairs with a fixed build, such as the last release, and the ratios are series of their own, "
                    + "which neither a disturbed nor another machine moves.",
            "Exit status: 0 nothing became slower, or it is not decided, which is said; 3 something did, on three nights in succession; 1 nothing did but something failed "
                    + "verification, crashed, timed out or is no longer measured; 2 bad command line or file; 4 this machine cannot run it."})
final class NightlyCommand implements Callable<Integer> {

    /** Where nights are put unless another folder is named. */
    static final Path HISTORY = Path.of("results", "history");
    private static final double REFERENCE_SHARE = 50;
    private static final int REFERENCE_FORKS = 6;
    /** Where the run has no time to keep. */
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    @Option(names = "--history", paramLabel = "FOLDER", description = "Folder of run documents (default: results/history).")
    private Path folder = HISTORY;

    @Option(names = "--resume-within", paramLabel = "HOURS",
            description = "Go on with an interrupted run that began so long ago; 0 never does (default: 20).")
    private int resumeHours = 20;

    @Option(names = "--add", paramLabel = "FILE",
            description = "Add this run document rather than running, as of merged shards, and judge it.")
    private Path added;

    @Option(names = "--reference", paramLabel = "JAR", description = {
        "benchmarks.jar of a fixed build: the measured CPU cases are timed in pairs with it after the run, those that take longest first."})
    private Path reference;

    @Option(names = "--reference-share", paramLabel = "PERCENT", description = {
        "Share of --minutes that the pairs have, and the run has not (default: 50). Without a time to keep all cases are timed in pairs."})
    private Double referenceShare;

    @Option(names = "--reference-forks", paramLabel = "N", description = "Forks of a case in pairs with the reference (default: 6).")
    private Integer referenceForks;

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
    public Integer call() throws IOException, RunnerException {
        thresholds.thresholds();
        HistoryFolder history = new HistoryFolder(folder, out);
        RunDocument document = added == null ? run(history) : add(history);
        out.println(document.suspect().isEmpty() ? "the machine was steady" + drifts(document) : "suspect: " + document.suspect());
        History nights = History.load(folder);
        nights.leftOut().forEach(l -> out.println("left out: " + l.reason()));
        Judgement judgement = Judge.newest(nights, thresholds.thresholds());
        if (!isOf(document, judgement.newest())) {
            out.println("this run is not the newest of the history, which is judged instead: a commit that is measured again stays where it was");
        }
        out.print(HistoryText.of(judgement));
        boolean failed = ExitStatus.of(document.measurements()) != ExitStatus.OK;
        return ExitStatus.of(!judgement.regressions().isEmpty(), failed || judgement.anyLost());
    }

    private static boolean isOf(RunDocument document, Run night) {
        return night.time().equals(OffsetDateTime.parse(document.started())) && night.commit().equals(document.commit());
    }

    private RunDocument run(HistoryFolder history) throws IOException, RunnerException {
        if (classPath != null) {
            runArguments.addAll(List.of("--class-path", classPath));
        }
        RunRequest request = RunCommand.requestOf(runArguments);
        if (request.output().isPresent() || request.shard().isPresent()) {
            throw new IllegalArgumentException("a night is a whole run and names its document itself: no --output, and no --shard, whose "
                    + "documents are merged and then added by --add");
        }
        checkReference(request);
        if (reference == null) {
            return run(history, request, PreparedRun.of(request, out), Optional.empty());
        }
        // where it cannot be paired, that is said before anything is measured
        Reference paired = new Reference(reference, OwnBuild.jar(), OwnBuild.furtherKernels(classPath));
        return run(history, request, PreparedRun.of(request.withShareOfTime(1 - share()), out), Optional.of(paired));
    }

    private RunDocument run(HistoryFolder history, RunRequest request, PreparedRun prepared, Optional<Reference> paired)
            throws IOException, RunnerException {
        RunDocument header = prepared.header().withReference(paired.map(Reference::identity).orElse(""));
        HistoryFolder.Night night = history.begin(header, Duration.ofHours(resumeHours));
        RunDocument begun = night.begun().map(prepared::finishedPart).orElse(header);
        night.begun().ifPresent(b -> out.println("going on with the run of " + b.started() + ": " + begun.measurements().size() + " of "
                + prepared.cases().size() + " cases are finished"));
        RunDocument measured = SuiteRun.watched(prepared, begun, night.file(), out).document();
        RunDocument document = measured.suspected(CeilingDrift.suspicion(measured.ceilings()).orElse(measured.suspect()));
        if (paired.isPresent()) {
            document = paired.get().time(request, prepared.cases(), document, night.file(), effort(request), out);
        }
        out.println("run document: " + history.complete(night, document));
        return document;
    }

    private void checkReference(RunRequest request) {
        if (reference == null && (referenceShare != null || referenceForks != null)) {
            throw new IllegalArgumentException((referenceShare != null ? "--reference-share" : "--reference-forks")
                    + " has no effect without --reference");
        }
        if (referenceShare != null && request.minutes().isEmpty()) {
            throw new IllegalArgumentException("--reference-share has no effect without --minutes: all cases are timed in pairs");
        }
        if (!(share() > 0 && share() < 1)) {
            throw new IllegalArgumentException("--reference-share must be between 0 and 100, is " + referenceShare);
        }
        if (forks() < Reference.FEWEST_FORKS) {
            throw new IllegalArgumentException("--reference-forks must be at least " + Reference.FEWEST_FORKS + ", is " + forks());
        }
    }

    private double share() {
        return (referenceShare == null ? REFERENCE_SHARE : referenceShare) / 100;
    }

    private int forks() {
        return referenceForks == null ? REFERENCE_FORKS : referenceForks;
    }

    private Reference.Effort effort(RunRequest request) {
        return new Reference.Effort(request.minutes().isEmpty() ? NO_LIMIT
                : Duration.ofMillis((long) (60_000 * share() * request.minutes().getAsDouble())), forks());
    }

    private RunDocument add(HistoryFolder history) {
        if (!runArguments.isEmpty()) {
            throw new IllegalArgumentException("--add runs nothing: leave out " + String.join(" ", runArguments));
        }
        if (reference != null || referenceShare != null || referenceForks != null || classPath != null) {
            throw new IllegalArgumentException("--add runs nothing: leave out " + (reference != null ? "--reference"
                    : referenceShare != null ? "--reference-share" : referenceForks != null ? "--reference-forks" : "--class-path"));
        }
        RunDocument document = RunDocuments.read(added);
        if (!document.shard().isEmpty()) {
            throw new IllegalArgumentException(added + " is shard " + document.shard() + " of a run; merge its shards first");
        }
        out.println("run document: " + history.add(document));
        return document;
    }

    private static String drifts(RunDocument document) {
        return CeilingDrift.of(document.ceilings()).stream().map(d -> "; " + d.text() + " drifted by " + Numbers.percent(d.share()))
                .reduce("", String::concat);
    }
}
