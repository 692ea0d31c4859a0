package genops.benchmarks.command;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.HostMemory;
import genops.benchmarks.run.Case;
import genops.benchmarks.run.CasePlanner;
import genops.benchmarks.run.WorkerProcess;
import genops.kernels.InputKind;
import genops.kernels.verify.SoundInputs;
import genops.kernels.verify.VerifySeed;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: compares kernels with the reference. */
@Command(name = "java -jar benchmarks.jar verify", sortOptions = false, description = {
    "Runs every kernel at every shape of the catalog that it supports, several times with inputs of each kind that a sound kernel must "
            + "survive, and compares its outputs with the double-precision reference: all of a small one, a random sample of a large one "
            + "and projections of the rest. Inputs must stay as they are, and nothing beside the output be written. Ends with status 1 "
            + "where anything fails."})
final class VerifyCommand implements Callable<Integer> {
    /** Where --full compares everything: about a second of the scalar reference. */
    private static final long SMALL_FLOPS = 500_000_000;
    private static final long SMALL_BYTES = 64 << 20;

    @Mixin
    private CatalogOptions catalog;

    @Option(names = "--kernel", split = ",", paramLabel = "ID", description = "Kernels or backends, e.g. vector/flash,onednn (default: all).")
    private final List<String> kernels = new ArrayList<>();

    @Option(names = "--shape", split = ",", paramLabel = "OPERATOR=SHAPE",
            description = "Shapes instead of the catalog's, e.g. attention=b1_h8_q64_k77_d40.")
    private final List<String> shapes = new ArrayList<>();

    @Option(names = "--inputs", split = ",", paramLabel = "KIND",
            description = "Kinds of inputs: uniform, large, offset, equal, tiny, spike, masked (default: all that the operator has).")
    private final List<String> inputs = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Selects inputs and samples (default: another one in every run, printed).")
    private Long seed;

    @Option(names = "--full", description = "Compare all of small outputs; only small shapes are run.")
    private boolean full;

    @Option(names = "--class-path", paramLabel = "JAR", description = "Jars or folders with further kernels, separated as in java -cp.")
    private String classPath;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        Main.extendClassPath(classPath);
        List<InputKind> kinds = kinds();
        long chosenSeed = seed == null ? VerifySeed.get() : seed;
        CasePlanner.Plan plan = CasePlanner.plan(shapes(kinds), kernels, List.of());
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        Verifying verifying = new Verifying(kinds, chosenSeed);
        try (verifying) {
            for (Case next : plan.cases()) {
                CaseReport report = verifying.verify(next);
                counts.merge(report.status(), 1, Integer::sum);
                out.println(words(report.status()) + " " + next.text() + ": " + (report.status() == Status.MEASURED
                        ? measured(report) : report.reason()));
            }
        }
        out.println();
        out.println(plan.cases().size() + " cases: " + String.join(", ", counts.entrySet().stream()
                .map(e -> e.getValue() + " " + words(e.getKey())).toList()));
        out.println("seed " + chosenSeed + " (--seed " + chosenSeed + " gives the same inputs and samples)");
        return counts.keySet().stream().anyMatch(Status::failed) ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private static String words(Status status) {
        return status == Status.MEASURED ? "correct" : status.words();
    }

    private Set<Operator> shapes(List<InputKind> kinds) {
        Set<Operator> selected = selected();
        if (selected.isEmpty()) {
            throw new IllegalArgumentException("nothing to do: the options select no shape");
        }
        if (selected.stream().noneMatch(s -> isGiven(s, kinds))) {
            throw new IllegalArgumentException("nothing to do: no shape selected is given inputs of kind " + String.join(", ", inputs));
        }
        return selected;
    }

    private static boolean isGiven(Operator shape, List<InputKind> kinds) {
        return SoundInputs.of(shape).stream().anyMatch(s -> kinds.contains(s.kind()));
    }

    private Set<Operator> selected() {
        if (shapes.isEmpty()) {
            return catalog.filter().catalog().shapes();
        }
        catalog.refuse("beside --shape");
        Set<Operator> named = new LinkedHashSet<>();
        for (String shape : shapes) {
            String[] parts = shape.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("malformed --shape '" + shape + "'; expected operator=shape");
            }
            named.add(OperatorType.of(parts[0]).parse(parts[1]));
        }
        return named;
    }

    private static String measured(CaseReport report) {
        return String.format(Locale.ROOT, "error %.1e, tolerance %.1e", report.error(), report.tolerance())
                + (report.reason().isEmpty() ? "" : ", " + report.reason());
    }

    /** The kinds asked for, the default all. */
    private List<InputKind> kinds() {
        return inputs.isEmpty() || inputs.equals(List.of("all")) ? List.of(InputKind.values())
                : inputs.stream().map(InputKind::of).distinct().toList();
    }

    /** Asks workers one after the other: a new one for what is left when a kernel has killed the last. */
    private final class Verifying implements AutoCloseable {
        private final List<InputKind> kinds;
        private final long seed;
        private Optional<WorkerProcess> worker = Optional.empty();

        Verifying(List<InputKind> kinds, long seed) {
            this.kinds = kinds;
            this.seed = seed;
        }

        CaseReport verify(Case next) {
            String reason = next.offer().reason();
            if (!reason.isEmpty()) {
                return notRun(next.offer().refusal(), reason);
            }
            if (!isGiven(next.shape(), kinds)) {
                return notRun(Status.SKIPPED, "no kernel of " + next.shape().type().label() + " is given inputs of these kinds");
            }
            if (full && (next.shape().flops() > SMALL_FLOPS || next.offer().bytesNeeded() > SMALL_BYTES)) {
                return notRun(Status.SKIPPED, "too large to compare in full");
            }
            Optional<String> lacking = HostMemory.lacking(next.offer().bytesNeeded());
            if (lacking.isPresent()) {
                return notRun(Status.SKIPPED, lacking.get());
            }
            if (worker.isEmpty()) {
                worker = Optional.of(WorkerProcess.start(List.of("-D" + VerifySeed.PROPERTY + "=" + seed)));
            }
            try {
                CaseReport report = worker.get().verify(next.shape(), next.offer().kernel(), full, kinds);
                if (report.status() == Status.CRASHED) {
                    // a device does nothing more for a process after an illegal access
                    close();
                }
                return report;
            } catch (WorkerProcess.Died e) {
                worker = Optional.empty();
                return notRun(Status.CRASHED, e.getMessage());
            }
        }

        private CaseReport notRun(Status status, String reason) {
            return new CaseReport(status, reason, 0, Double.NaN, Double.NaN, 0, 0);
        }

        @Override
        public void close() {
            worker.ifPresent(WorkerProcess::close);
            worker = Optional.empty();
        }
    }
}
