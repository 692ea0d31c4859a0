package genops.shapes.operator;

/**
 * Linear layer, {@code Y = X Wᵀ} and {@code + bias} where the layer has one. Layouts: input {@code (rows, inFeatures)}, weight
 * {@code (outFeatures, inFeatures)}, bias {@code (outFeatures)}, output {@code (rows, outFeatures)}.
 */
public record Linear(int rows, int outFeatures, int inFeatures, boolean bias) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("m{rows}_n{outFeatures}_k{inFeatures}[_bias]");

    public Linear {
        ShapeForm.positive("rows", rows, "outFeatures", outFeatures, "inFeatures", inFeatures);
    }

    static Linear of(ShapeForm.Numbers n) {
        return new Linear(n.integer("rows"), n.integer("outFeatures"), n.integer("inFeatures"), n.flag("_bias"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.LINEAR;
    }

    @Override
    public String text() {
        return "m" + rows + "_n" + outFeatures + "_k" + inFeatures + (bias ? "_bias" : "");
    }

    /** {@code 2 · rows · outFeatures · inFeatures}. */
    @Override
    public long flops() {
        return ShapeForm.product(2, rows, outFeatures, inFeatures);
    }

    /** Input, weight, bias and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, ShapeForm.sum(ShapeForm.product(rows, inFeatures),
                ShapeForm.product(outFeatures, inFeatures), bias ? outFeatures : 0, ShapeForm.product(rows, outFeatures)));
    }
}
