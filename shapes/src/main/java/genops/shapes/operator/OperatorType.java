package genops.shapes.operator;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators of the suite: their names, their classes and how the canonical text of their shapes is read. */
public enum OperatorType {
    ATTENTION("attention", OperatorClass.ATTENTION, Attention.FORM, Attention::of),
    TEMPORAL_ATTENTION("temporalAttention", OperatorClass.ATTENTION, TemporalAttention.FORM, TemporalAttention::of),
    CONVOLUTION("convolution", OperatorClass.CONVOLUTION, Convolution.FORM, Convolution::of),
    TEMPORAL_CONVOLUTION("temporalConvolution", OperatorClass.CONVOLUTION, TemporalConvolution.FORM, TemporalConvolution::of),
    LINEAR("linear", OperatorClass.LINEAR, Linear.FORM, Linear::of),
    GROUP_NORM("groupNorm", OperatorClass.NORMALISATION, GroupNorm.FORM, GroupNorm::of),
    LAYER_NORM("layerNorm", OperatorClass.NORMALISATION, LayerNorm.FORM, LayerNorm::of),
    RMS_NORM("rmsNorm", OperatorClass.NORMALISATION, RmsNorm.FORM, RmsNorm::of),
    ACTIVATION("activation", OperatorClass.ACTIVATION, Activation.FORM, Activation::of),
    GATED_ACTIVATION("gatedActivation", OperatorClass.ACTIVATION, GatedActivation.FORM, GatedActivation::of),
    SOFTMAX("softmax", OperatorClass.NORMALISATION, Softmax.FORM, Softmax::of),
    ADD("add", OperatorClass.ELEMENTWISE, Add.FORM, Add::of),
    BROADCAST_ADD("broadcastAdd", OperatorClass.ELEMENTWISE, BroadcastAdd.FORM, BroadcastAdd::of),
    SCALE("scale", OperatorClass.ELEMENTWISE, Scale.FORM, Scale::of),
    ROTARY_EMBEDDING("rotaryEmbedding", OperatorClass.ELEMENTWISE, RotaryEmbedding.FORM, RotaryEmbedding::of),
    CONCAT("concat", OperatorClass.LAYOUT, Concat.FORM, Concat::of),
    EMBEDDING("embedding", OperatorClass.LAYOUT, Embedding.FORM, Embedding::of),
    UPSAMPLE("upsample", OperatorClass.LAYOUT, Upsample.FORM, Upsample::of),
    REARRANGE("rearrange", OperatorClass.LAYOUT, Rearrange.FORM, Rearrange::of);

    private final String label;
    private final OperatorClass operatorClass;
    private final ShapeForm form;
    private final Function<ShapeForm.Numbers, Operator> constructor;

    OperatorType(String label, OperatorClass operatorClass, ShapeForm form, Function<ShapeForm.Numbers, Operator> constructor) {
        this.label = label;
        this.operatorClass = operatorClass;
        this.form = form;
        this.constructor = constructor;
    }

    /** The operator's name: on the command line, as JMH parameter, in result files and plots. */
    public String label() {
        return label;
    }

    public OperatorClass operatorClass() {
        return operatorClass;
    }

    /** The canonical form of a shape's text, e.g. {@code m{rows}_n{outFeatures}_k{inFeatures}[_bias]}. */
    public String form() {
        return form.form();
    }

    /**
     * Reads the canonical text of a shape of this operator.
     *
     * @throws IllegalArgumentException with one line that says what is wrong and what form is expected
     */
    public Operator parse(String text) {
        ShapeForm.Numbers numbers = form.parse(label, text);
        try {
            Operator shape = constructor.apply(numbers);
            // at the width of the widest element, so that no later count overflows
            shape.flops();
            shape.bytes(Double.BYTES);
            return shape;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("malformed " + label + " shape '" + text + "': " + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("malformed " + label + " shape '" + text + "': its FLOPs or bytes are too many to count", e);
        }
    }

    /**
     * The operator of this name.
     *
     * @throws IllegalArgumentException naming the operators there are
     */
    public static OperatorType of(String label) {
        return Arrays.stream(values())
                .filter(t -> t.label.equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operator '" + label + "'; known: "
                        + Arrays.stream(values()).map(OperatorType::label).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return label;
    }
}
