package genops.benchmarks.run;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.Examination;
import genops.benchmarks.fork.KernelOffer;
import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import java.util.List;

/**
 * One kernel at one shape, to be timed.
 *
 * @param shape the shape
 * @param offer what the kernel says about it
 * @param threads threads of the kernels' pool; those of the host do not count on a device
 */
public record Case(Operator shape, KernelOffer offer, int threads) {
    private static final double[][] NOT_MEASURED = {};

    /** Shape and kernel on one line. */
    public String text() {
        return offer.operator() + " " + offer.shape() + " " + offer.kernel();
    }

    /** The arguments that select this case alone. */
    public List<String> arguments() {
        return List.of("-p", offer.operator() + "=" + offer.shape(), "-p", "kernel=" + offer.kernel());
    }

    /** This case with a time. */
    Measurement measured(CaseReport report, double[][] nanoseconds, double[][] deviceNanoseconds, String command) {
        return examined(report, measurement(report.threads(), Status.MEASURED, "", nanoseconds, deviceNanoseconds, report.launches(),
                report.error(), report.tolerance(), command));
    }

    /** This case with a time that was taken in turns with others. */
    Measurement tookTurns(CaseReport report, double[][] nanoseconds, double[][] deviceNanoseconds, String turns, double[][] foreign,
            String command) {
        return measured(report, nanoseconds, deviceNanoseconds, command).withTurns(turns).withTimes(nanoseconds, foreign);
    }

    /** This case without a time. */
    Measurement unmeasured(CaseReport report, String command) {
        // a JVM that died did not say how many threads it had
        return examined(report, measurement(threads, report.status(), report.reason(), NOT_MEASURED, NOT_MEASURED,
                report.launches(), report.error(), report.tolerance(), command));
    }

    private static Measurement examined(CaseReport report, Measurement measurement) {
        Examination how = report.examination();
        return measurement.withVerification(how.seed(), how.factor(), how.reason(), how.seconds());
    }

    /** This case where no fork said anything. */
    Measurement unmeasured(Status status, String reason, String command) {
        return measurement(threads, status, reason, NOT_MEASURED, NOT_MEASURED, 0, Double.NaN, Double.NaN, command);
    }

    private Measurement measurement(int threads, Status status, String reason, double[][] nanoseconds, double[][] deviceNanoseconds,
            int launches, double error, double tolerance, String command) {
        return new Measurement(offer.operator(), offer.shape(), offer.kernel(), offer.precision(), offer.onDevice() ? 0 : threads,
                shape.flops(), offer.bytes(), status, reason, nanoseconds, deviceNanoseconds, launches, error, tolerance,
                command, "", NOT_MEASURED, offer.workspaceBytes());
    }
}
