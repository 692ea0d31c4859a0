package genops.benchmarks.run;

import genops.benchmarks.fork.CaseChannel;
import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.TimedCase;
import genops.benchmarks.turns.TurnsReport;
import genops.benchmarks.turns.TurnsRequest;
import genops.results.document.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * The JVMs in which kernels take turns, one at a time. Each times many shapes and is followed by another after a few minutes, so that no
 * number hangs on one JVM's luck. A kernel that ends its JVM is found by running those of its shape alone, and left out.
 */
final class TurnsProcesses implements AutoCloseable {
    private static final double PATIENCE = 20;
    private static final int PATIENCE_SECONDS = 60;

    private final IntFunction<WorkerProcess> starter;
    private final double lifeSeconds;
    private final OptionalInt timeout;
    private WorkerProcess process;
    private int number = -1;
    private int threads;
    private long born;
    private boolean fresh;

    /**
     * @param starter starts a worker with so many threads
     * @param lifeSeconds after which a JVM is followed by another
     * @param timeout seconds after which a shape is given up, with its JVM; empty for some times what is expected
     */
    TurnsProcesses(IntFunction<WorkerProcess> starter, double lifeSeconds, OptionalInt timeout) {
        this.starter = starter;
        this.lifeSeconds = lifeSeconds;
        this.timeout = timeout;
    }

    /** Number of the process that will time the next shape. */
    int number(int wantedThreads) {
        if (process == null || threads != wantedThreads || (System.nanoTime() - born) / 1e9 > lifeSeconds) {
            next(wantedThreads);
        }
        return number;
    }

    /** Ends the process, and starts another. */
    void next(int wantedThreads) {
        close();
        threads = wantedThreads;
        process = starter.apply(threads);
        born = System.nanoTime();
        fresh = true;
        number++;
    }

    /** Whether the process has timed nothing yet. */
    boolean fresh() {
        return fresh;
    }

    /** Times the kernels of a pick. */
    TurnsReport time(Agenda.Pick pick) {
        fresh = false;
        List<String> kernels = pick.group().cases().stream().map(c -> c.offer().kernel()).toList();
        try {
            return process.time(request(pick, kernels));
        } catch (WorkerProcess.Died died) {
            next(threads);
            return kernels.size() == 1 ? new TurnsReport(List.of(refused(kernels.getFirst(), died)), new double[0]) : without(pick, kernels);
        }
    }

    /** Finds the kernels that end their JVM, each alone, and times the others in turns. */
    private TurnsReport without(Agenda.Pick pick, List<String> kernels) {
        List<TurnsReport.OfKernel> refused = new ArrayList<>();
        List<String> living = new ArrayList<>();
        for (String kernel : kernels) {
            try {
                process.time(request(pick, List.of(kernel)));
                living.add(kernel);
            } catch (WorkerProcess.Died died) {
                refused.add(refused(kernel, died));
                next(threads);
            }
        }
        if (living.isEmpty()) {
            return new TurnsReport(refused, new double[0]);
        }
        try {
            TurnsReport report = process.time(request(pick, living));
            List<TurnsReport.OfKernel> all = new ArrayList<>(report.kernels());
            all.addAll(refused);
            return new TurnsReport(all, report.foreign());
        } catch (WorkerProcess.Died died) {
            next(threads);
            living.forEach(kernel -> refused.add(refused(kernel, died)));
            return new TurnsReport(refused, new double[0]);
        }
    }

    private TurnsRequest request(Agenda.Pick pick, List<String> kernels) {
        return new TurnsRequest(pick.group().shape().type().label(), pick.group().shape().text(), kernels, pick.callSeconds(),
                pick.roundSeconds(), pick.verified(), timeout.orElse(PATIENCE_SECONDS + (int) (PATIENCE * pick.expectedSeconds())));
    }

    private static TurnsReport.OfKernel refused(String kernel, WorkerProcess.Died died) {
        CaseReport report = died.status() == CaseChannel.TIMED_OUT ? TimedCase.report(Status.TIMED_OUT, "no result in time")
                : TimedCase.report(Status.CRASHED, died.getMessage());
        return new TurnsReport.OfKernel(kernel, report, new double[0], new double[0]);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
