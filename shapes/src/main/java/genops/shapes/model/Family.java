package genops.shapes.model;

/** What a model makes and how: the groups that are compared with each other. */
public enum Family {
    TEXT("text"),
    DIFFUSION_TEXT_TO_IMAGE("diffusion text-to-image"),
    TRANSFORMER_TEXT_TO_IMAGE("transformer text-to-image"),
    TEXT_TO_VIDEO("text-to-video");

    private final String label;

    Family(String label) {
        this.label = label;
    }

    /** The words shown in tables. */
    public String label() {
        return label;
    }
}
