package genops.shapes.model;

import genops.shapes.trace.Tracer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * One network of a model's pipeline, or one phase of it.
 *
 * @param name e.g. {@code unet}
 * @param passes the different passes through it in the order in which they first run
 * @param published what number of weights is published for it
 */
public record Stage(String name, List<Pass> passes, Optional<PublishedTotal> published) {

    public Stage {
        passes = List.copyOf(passes);
        if (passes.stream().map(p -> p.trace().weights()).distinct().count() != 1) {
            throw new IllegalArgumentException("the passes of stage " + name + " differ in their weights");
        }
    }

    /** A stage that runs one network once in each step, always alike. */
    static Stage of(String name, int steps, Consumer<Tracer> network) {
        return of(name, steps, 1, network);
    }

    /** A stage that runs one network several times in each step, always alike. */
    static Stage of(String name, int steps, int repeats, Consumer<Tracer> network) {
        return new Stage(name, List.of(Pass.of(Phase.PREFILL_LIKE, steps, repeats, network)), Optional.empty());
    }

    /** A stage that adds one position to a cache in each step; the network is given the number of keys it attends to. */
    static Stage decoding(String name, List<CacheLength> lengths, ObjIntConsumer<Tracer> network) {
        List<Pass> passes = lengths.stream()
                .map(c -> Pass.of(Phase.DECODE_LIKE, c.steps(), 1, t -> network.accept(t, c.length())))
                .toList();
        return new Stage(name, passes, Optional.empty());
    }

    /** The same with the number of weights that is published exactly. */
    Stage exactly(long parameters, String source) {
        return within(parameters, 0, source);
    }

    /**
     * The same with the number of weights that is published, and the relative difference allowed.
     *
     * @param others other stages whose weights are in that number too
     */
    Stage within(long parameters, double tolerance, String source, String... others) {
        return new Stage(name, passes, Optional.of(new PublishedTotal(parameters, tolerance, source, List.of(others))));
    }

    /** Number of weights, biases, norm parameters and embeddings. */
    public long parameters() {
        return passes.getFirst().trace().parameters();
    }

    /** Number of steps in one inference. */
    public double steps() {
        return passes.stream().mapToDouble(Pass::steps).sum();
    }
}
