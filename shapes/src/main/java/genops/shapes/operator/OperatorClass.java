package genops.shapes.operator;

/** The classes by which execution time is broken down. */
public enum OperatorClass {
    ATTENTION("attention"),
    CONVOLUTION("convolution"),
    LINEAR("linear"),
    NORMALISATION("normalisation"),
    ACTIVATION("activation"),
    ELEMENTWISE("elementwise"),
    LAYOUT("layout");

    private final String label;

    OperatorClass(String label) {
        this.label = label;
    }

    /** The name shown in tables, result files and plots. */
    public String label() {
        return label;
    }
}
