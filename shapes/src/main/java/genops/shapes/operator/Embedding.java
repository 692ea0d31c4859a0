package genops.shapes.operator;

/**
 * Embedding lookup {@code y[m] = table[id[m]]}. Layouts: ids {@code (rows)} as 32-bit integers, table
 * {@code (vocabulary, channels)}, output {@code (rows, channels)}.
 */
public record Embedding(int rows, int vocabulary, int channels) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("m{rows}_v{vocabulary}_c{channels}");

    public Embedding {
        ShapeForm.positive("rows", rows, "vocabulary", vocabulary, "channels", channels);
        ShapeForm.countable(vocabulary, channels);
    }

    static Embedding of(ShapeForm.Numbers n) {
        return new Embedding(n.integer("rows"), n.integer("vocabulary"), n.integer("channels"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.EMBEDDING;
    }

    @Override
    public String text() {
        return "m" + rows + "_v" + vocabulary + "_c" + channels;
    }

    /** None: data is only moved. */
    @Override
    public long flops() {
        return 0;
    }

    /** The rows looked up, the output, and 4 bytes for each id; the rest of the table is not touched. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.sum(ShapeForm.product(elementBytes, 2, rows, channels), ShapeForm.product(Integer.BYTES, rows));
    }
}
