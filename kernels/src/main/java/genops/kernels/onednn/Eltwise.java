package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;

import genops.kernels.Tensors;
import java.util.function.LongUnaryOperator;

/** The pointwise functions of the eltwise primitive that are used here, by their numbers in {@code dnnl_types.h}. */
enum Eltwise {
    /** {@code max(x, 0)} with alpha 0. */
    RELU(32),
    /** {@code alpha · x}. */
    LINEAR(38),
    GELU_TANH(43),
    /** {@code x / (1 + e^(−alpha · x))}. */
    SWISH(44),
    GELU_ERF(49);

    private final int number;

    Eltwise(int number) {
        this.number = number;
    }

    /** Adds the primitive over all elements of {@code input} and {@code output}. */
    void add(Primitives primitives, long elements, float alpha, Tensors tensors) {
        long vector = primitives.rowMajor(elements);
        long eltwise = primitives.describe("dnnl_eltwise_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE, number, vector,
                vector, alpha, 0f, primitives.attributes());
        primitives.add(eltwise, ARG_SOURCE, primitives.memory(vector, tensors.get("input")),
                ARG_DESTINATION, primitives.memory(vector, tensors.output()));
    }

    /** The function as an operation after another primitive, for {@link Primitives#attributes(LongUnaryOperator)}. */
    LongUnaryOperator after(float alpha) {
        return operations -> {
            OneDnn.call("dnnl_post_ops_append_eltwise", operations, number, alpha, 0f);
            return operations;
        };
    }
}
