package genops.shapes.model;

import java.util.List;

/**
 * Number of weights a network is published to have.
 *
 * @param parameters weights, biases, norm parameters, embeddings
 * @param tolerance largest relative difference that what is derived may have; 0 where it is known exactly
 * @param source where it is from, and why it is no nearer
 * @param others other stages of the pipeline whose weights are in this number too
 */
public record PublishedTotal(long parameters, double tolerance, String source, List<String> others) {

    public PublishedTotal {
        others = List.copyOf(others);
    }
}
