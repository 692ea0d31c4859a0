package genops.benchmarks.command;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.HostMemory;
import genops.benchmarks.run.Case;
import genops.benchmarks.run.CasePlanner;
import genops.benchmarks.run.WorkerProcess;
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
    "Runs every kernel once at every shape of the catalog that it supports and compares its output with the double-precision "
            + "reference: a seeded sample of it, and all of it with --full where that is small. Ends with status 1 where anything fails."})
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
        CasePlanner.Plan plan = CasePlanner.plan(shapes(), kernels, List.of());
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        Verifying verifying = new Verifying();
        try (verifying) {
            for (Case next : plan.cases()) {
                CaseReport report = verifying.verify(next);
                counts.merge(report.status(), 1, Integer::sum);
                out.println(words(report.status()) + " " + next.text() + ": " + (report.status() == Status.MEASURED
                        ? String.format(Locale.ROOT, "error %.1e, tolerance %.1e", report.error(), report.tolerance()) : report.reason()));
            }
        }
        out.println();
        out.println(plan.cases().size() + " cases: " + String.join(", ", counts.entrySet().stream()
                .map(e -> e.getValue() + " " + words(e.getKey())).toList()));
        return counts.keySet().stream().anyMatch(ExitStatus::failed) ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private static String words(Status status) {
        return status == Status.MEASURED ? "correct" : status.words();
    }

    private Set<Operator> shapes() {
        if (shapes.isEmpty()) {
            return catalog.filter().catalog().shapes();
        }
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

    /** Asks workers one after the other: a new one for what is left when a kernel has killed the last. */
    private final class Verifying implements AutoCloseable {
        private Optional<WorkerProcess> worker = Optional.empty();

        CaseReport verify(Case next) {
            String reason = next.offer().reason();
            if (!reason.isEmpty()) {
                return notRun(next.offer().refusal(), reason);
            }
            if (full && (next.shape().flops() > SMALL_FLOPS || next.offer().bytesNeeded() > SMALL_BYTES)) {
                return notRun(Status.SKIPPED, "too large to compare in full");
            }
            Optional<String> lacking = HostMemory.lacking(next.offer().bytesNeeded());
            if (lacking.isPresent()) {
                return notRun(Status.SKIPPED, lacking.get());
            }
            if (worker.isEmpty()) {
                worker = Optional.of(WorkerProcess.start(List.of()));
            }
            try {
                CaseReport report = worker.get().verify(next.shape(), next.offer().kernel(), full);
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
