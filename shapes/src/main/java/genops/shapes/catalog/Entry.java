package genops.shapes.catalog;

import genops.shapes.model.Phase;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.Optional;

/**
 * One distinct shape of one stage of a model.
 *
 * @param model name of the model, with its variant where that is not the default
 * @param stage the network
 * @param phase what the pass that runs it resembles
 * @param operator the shape
 * @param kind its part in the network, e.g. {@code self}
 * @param callsPerStep calls in each step of the stage that runs it
 * @param steps number of steps that run it; a multiple of one half where it stands for the cache lengths around it, so that
 *     {@link #calls()} is exact
 */
public record Entry(String model, String stage, Phase phase, Operator operator, String kind, long callsPerStep, double steps) {

    public OperatorType type() {
        return operator.type();
    }

    /** What a call of attention resembles, by its shape alone; empty for every other operator. */
    public Optional<AttentionKind> attentionKind() {
        return AttentionKind.of(operator);
    }

    /** Canonical text of the shape. */
    public String shape() {
        return operator.text();
    }

    /** Calls in one inference; exact. */
    public double calls() {
        return callsPerStep * steps;
    }

    /** Floating-point operations of one call. */
    public long flops() {
        return operator.flops();
    }

    /** Least bytes of one call in fp32. */
    public long bytes() {
        return operator.bytes(Float.BYTES);
    }
}
