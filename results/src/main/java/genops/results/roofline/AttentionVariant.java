package genops.results.roofline;

/** The two ways to compute attention that are compared. */
public enum AttentionVariant {
    /** Three passes over a materialised score matrix. */
    UNFUSED("unfused"),
    /** Tiles with an online softmax: no score ever reaches memory. */
    FLASH("flash");

    private final String label;

    AttentionVariant(String label) {
        this.label = label;
    }

    /** The word in kernel ids, tables and plots. */
    public String label() {
        return label;
    }
}
