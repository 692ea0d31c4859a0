package genops.benchmarks.turns;

import genops.benchmarks.fork.CaseReport;
import java.util.List;

/**
 * What became of a {@link TurnsRequest}.
 *
 * @param kernels one for each kernel asked for, in that order
 * @param foreign share of the machine's processor time that others took in each round; empty where the system does not tell
 */
public record TurnsReport(List<OfKernel> kernels, double[] foreign) {

    public TurnsReport {
        kernels = List.copyOf(kernels);
    }

    /**
     * One kernel.
     *
     * @param kernel its id
     * @param report what became of it
     * @param nanoseconds time of one call in each round; empty where it was not measured
     * @param deviceNanoseconds the same by the clock of a device; empty on the CPU
     */
    public record OfKernel(String kernel, CaseReport report, double[] nanoseconds, double[] deviceNanoseconds) {

        /** A kernel that has no time. */
        static OfKernel refused(String kernel, CaseReport report) {
            return new OfKernel(kernel, report, new double[0], new double[0]);
        }
    }
}
