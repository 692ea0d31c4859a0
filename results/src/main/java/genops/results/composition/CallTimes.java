package genops.results.composition;

import genops.results.roofline.AttentionVariant;
import genops.shapes.operator.Operator;

/** Where the times of calls come from: a run document, or a device model. */
public interface CallTimes {

    /** What the times are of, for headings, e.g. {@code EPYC 9R14, 2 threads} or {@code A100 80GB, fp16, projected}. */
    String name();

    /**
     * The time of one call.
     *
     * @param variant how attention is computed; without meaning for other operators
     */
    CallTime of(Operator operator, AttentionVariant variant);
}
