package genops.shapes.operator;

/**
 * Sum with a vector per sample, {@code y[n,x,c] = a[n,x,c] + b[n,c]}, as the time embedding enters a residual block; with
 * {@code batch = 1} a bias. Layouts: left and output
 * {@code (batch, positions, channels)}, right {@code (batch, channels)}.
 */
public record BroadcastAdd(int batch, int channels, int positions) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("n{batch}_c{channels}_x{positions}");

    public BroadcastAdd {
        ShapeForm.positive("batch", batch, "channels", channels, "positions", positions);
    }

    static BroadcastAdd of(ShapeForm.Numbers n) {
        return new BroadcastAdd(n.integer("batch"), n.integer("channels"), n.integer("positions"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.BROADCAST_ADD;
    }

    @Override
    public String text() {
        return "n" + batch + "_c" + channels + "_x" + positions;
    }

    /** One per element of the output. */
    @Override
    public long flops() {
        return ShapeForm.product(batch, positions, channels);
    }

    /** Both inputs and the output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes,
                ShapeForm.sum(ShapeForm.product(2, batch, positions, channels), ShapeForm.product(batch, channels)));
    }
}
