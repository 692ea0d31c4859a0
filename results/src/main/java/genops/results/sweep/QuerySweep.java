package genops.results.sweep;

import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Phase;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Attention of ever more query rows against as many keys, and of one query row for ever more sequences at once: both put more rows beside
 * one another, but only the first lets them share a pass over the keys. It shows where the gap between prefill-like and decode-like calls
 * opens.
 *
 * @param name the word on the command line
 * @param lines the shapes, one curve each
 */
public record QuerySweep(String name, List<Line> lines) implements Sweep {
    /** What the tensors of one call take at most: more does not fit many machines. */
    static final long LARGEST_BYTES = 4L << 30;

    /** Keys of every call. */
    public static final int KEYS = 2048;
    /** Heads of every call. */
    public static final int HEADS = 32;
    private static final int MOST_SEQUENCES = 64;

    /** LLaMA's heads and prompt, and half its head dim. */
    public static final QuerySweep STANDARD = new QuerySweep("queries", List.of(queryRows(64), queryRows(128), batch(128)));

    public QuerySweep {
        lines = List.copyOf(lines);
    }

    /**
     * Shapes that differ in one number, ascending.
     *
     * @param argument what grows, e.g. {@code query rows}
     * @param title what stays, e.g. {@code head dim 64}
     * @param values of the number
     * @param shapes one for each value
     */
    public record Line(String argument, String title, List<Integer> values, List<Attention> shapes) {

        public Line {
            values = List.copyOf(values);
            shapes = List.copyOf(shapes);
        }
    }

    private static Line queryRows(int headDim) {
        return line("query rows", "head dim " + headDim, KEYS, q -> new Attention(1, HEADS, q, KEYS, headDim));
    }

    private static Line batch(int headDim) {
        return line("batch", "one query row, head dim " + headDim, MOST_SEQUENCES, b -> new Attention(b, HEADS, 1, KEYS, headDim));
    }

    private static Line line(String argument, String title, int most, IntFunction<Attention> shape) {
        List<Integer> values = IntStream.iterate(1, v -> v <= most, v -> 2 * v)
                .filter(v -> shape.apply(v).bytes(Float.BYTES) <= LARGEST_BYTES).boxed().toList();
        return new Line(argument, title, values, values.stream().map(shape::apply).toList());
    }

    @Override
    public Catalog catalog() {
        return new Catalog(lines.stream().flatMap(line -> line.shapes.stream().map(shape -> entry(line, shape))).toList());
    }

    private Entry entry(Line line, Attention shape) {
        boolean decode = AttentionKind.of(shape).orElseThrow() == AttentionKind.DECODE_LIKE;
        return new Entry(name, line.argument, decode ? Phase.DECODE_LIKE : Phase.PREFILL_LIKE, shape, line.title, 1, 1);
    }
}
