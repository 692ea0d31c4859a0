package genops.results.composition;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import java.util.function.Predicate;

/**
 * Which measurements of a run make up a composition: one device, one precision, one number of threads.
 *
 * @param threads threads of the kernels; 0 for a device
 * @param precision how operands are stored, e.g. {@code fp32}
 * @param kernels which kernels may be chosen, by id; of those measured at a shape the fastest is taken
 */
public record Selection(int threads, String precision, Predicate<String> kernels) {

    /** All CPU kernels in fp32 at the largest number of threads that the run measured. */
    public static Selection cpu(RunDocument document) {
        int threads = document.measurements().stream().filter(m -> m.status() == Status.MEASURED).mapToInt(Measurement::threads).max()
                .orElse(0);
        return new Selection(Math.max(1, threads), "fp32", kernel -> true);
    }

    /** All device kernels in fp16. */
    public static Selection device() {
        return new Selection(0, "fp16", kernel -> true);
    }

    /** The same with only some of its kernels. */
    public Selection only(Predicate<String> some) {
        return new Selection(threads, precision, kernels.and(some));
    }

    boolean includes(Measurement m) {
        return m.threads() == threads && m.precision().equals(precision) && kernels.test(m.kernel());
    }

    /** Bytes of one stored element. */
    int elementBytes() {
        return precision.equals("fp16") ? 2 : 4;
    }
}
