package genops.results.document;

/**
 * A vendor's library that kernels are compared with.
 *
 * @param backend the name of its backend, e.g. {@code openblas}
 * @param says what it says of itself: version, configuration, the kernels it chose, its threads
 * @param heldBack what keeps it from being what it is by itself, e.g. {@code OPENBLAS_CORETYPE=Haswell}; empty where nothing does
 */
public record Library(String backend, String says, String heldBack) {

    /** Whether its times are less than it could reach by itself. */
    public boolean restricted() {
        return !heldBack.isEmpty();
    }
}
