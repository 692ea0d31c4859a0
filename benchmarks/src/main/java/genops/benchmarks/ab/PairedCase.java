package genops.benchmarks.ab;

import genops.benchmarks.run.Case;

/**
 * What is compared: B with A.
 *
 * @param wanted the case of B
 * @param base the kernel of A; of two builds the same as that of B
 */
public record PairedCase(Case wanted, String base) {

    /** A case of two builds. */
    public static PairedCase ofBuilds(Case wanted) {
        return new PairedCase(wanted, wanted.offer().kernel());
    }

    /** Shape, kernels and threads on one line. */
    public String text() {
        return wanted.text() + (base.equals(wanted.offer().kernel()) ? "" : " against " + base)
                + (wanted.offer().onDevice() ? "" : ", " + wanted.threads() + (wanted.threads() == 1 ? " thread" : " threads"));
    }
}
