package genops.results.composition;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;

/**
 * Which measurements of a run make up a composition: the kernels of one stack at one number of threads. Of those measured at a shape the
 * fastest is taken.
 *
 * @param stack whose kernels
 * @param threads threads of the kernels; 0 on a device
 */
public record Selection(Stack stack, int threads) {

    /** A stack at the largest number of threads that the run measured. */
    public static Selection of(Stack stack, RunDocument document) {
        int threads = document.measurements().stream().filter(m -> m.status() == Status.MEASURED).mapToInt(Measurement::threads).max()
                .orElse(0);
        return new Selection(stack, stack.onDevice() ? 0 : Math.max(1, threads));
    }

    /** Whether a measurement is one of it. */
    public boolean includes(Measurement m) {
        return m.threads() == threads && m.precision().equals(stack.precision()) && stack.kernels().test(m.kernel());
    }

    /** Whether a run measured anything of it. */
    public boolean measuredIn(RunDocument document) {
        return document.measurements().stream().anyMatch(m -> m.status() == Status.MEASURED && includes(m));
    }

    /**
     * Whether this suite's own kernels stand in for operators that the stack has none for: on the same processor, in the same precision.
     */
    boolean hasStandIns() {
        return !stack.equals(Stack.VECTOR) && !stack.onDevice() && stack.precision().equals(Stack.VECTOR.precision());
    }

    /** Bytes of one stored element. */
    int elementBytes() {
        return stack.precision().equals("fp16") ? 2 : 4;
    }
}
