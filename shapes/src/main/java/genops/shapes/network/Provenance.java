package genops.shapes.network;

/** Where a number of a model comes from. */
public enum Provenance {
    /** The paper or its authors' code. */
    PUBLISHED("published"),
    /** A public re-implementation. */
    OPEN_IMPLEMENTATION("open implementation"),
    /** Chosen here; the source says why. */
    ASSUMED("assumed");

    private final String label;

    Provenance(String label) {
        this.label = label;
    }

    /** The words shown in tables. */
    public String label() {
        return label;
    }
}
