package genops.results.statistics;

import java.util.Set;

/**
 * What the id of a kernel, {@code backend/algorithm}, says about it.
 *
 * @param backend e.g. {@code vector}
 * @param algorithm e.g. {@code flash}
 */
public record KernelId(String backend, String algorithm) {
    private static final Set<String> VENDORS = Set.of("onednn", "openblas", "mkl", "cublas", "cudnn");

    /**
     * Splits an id.
     *
     * @throws IllegalArgumentException where it has no slash
     */
    public static KernelId of(String id) {
        int slash = id.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("malformed kernel id '" + id + "'; expected backend/algorithm");
        }
        return new KernelId(id.substring(0, slash), id.substring(slash + 1));
    }

    /** Whether it is attention over a materialised score matrix: the algorithm's name begins with {@code unfused}. */
    public boolean unfused() {
        return algorithm.startsWith("unfused");
    }

    /** Whether it is attention that never holds the scores in memory: the algorithm's name begins with {@code flash}. */
    public boolean flash() {
        return algorithm.startsWith("flash");
    }

    /** Whether it comes from a vendor's library. */
    public boolean vendor() {
        return VENDORS.contains(backend);
    }
}
