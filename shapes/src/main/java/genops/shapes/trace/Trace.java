package genops.shapes.trace;

import java.util.List;
import java.util.Map;

/**
 * What one pass through a network executes, in order, and the weights it holds.
 *
 * @param calls every operator call in the order of execution
 * @param weights number of weights by role
 */
public record Trace(List<Call> calls, Map<WeightRole, Long> weights) {

    public Trace {
        calls = List.copyOf(calls);
        weights = Map.copyOf(weights);
    }

    /** Number of all weights: matrices, biases, norm parameters and embeddings. */
    public long parameters() {
        return weights.values().stream().mapToLong(Long::longValue).sum();
    }
}
