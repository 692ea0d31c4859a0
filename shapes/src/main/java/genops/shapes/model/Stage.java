package genops.shapes.model;

import genops.shapes.trace.Trace;
import java.util.List;
import java.util.Optional;

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

    /** A stage that runs one network many times, always alike. */
    static Stage of(String name, int steps, Trace trace) {
        return new Stage(name, List.of(new Pass(Phase.PREFILL_LIKE, steps, trace)), Optional.empty());
    }

    /** The same with the number of weights that is published exactly. */
    Stage exactly(long parameters, String source) {
        return within(parameters, 0, source);
    }

    /** The same with the number of weights that is published, and the relative difference allowed. */
    Stage within(long parameters, double tolerance, String source) {
        return new Stage(name, passes, Optional.of(new PublishedTotal(parameters, tolerance, source)));
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
