package genops.kernels;

import genops.shapes.operator.Activation;
import genops.shapes.operator.Add;
import genops.shapes.operator.Attention;
import genops.shapes.operator.BroadcastAdd;
import genops.shapes.operator.Concat;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Embedding;
import genops.shapes.operator.GatedActivation;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.LayerNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.RmsNorm;
import genops.shapes.operator.RotaryEmbedding;
import genops.shapes.operator.Scale;
import genops.shapes.operator.Softmax;
import genops.shapes.operator.TemporalAttention;
import genops.shapes.operator.TemporalConvolution;
import genops.shapes.operator.Upsample;
import java.util.ArrayList;
import java.util.List;

/**
 * Name, role and elements of one tensor of an operator; the layout is the one the operator's record states.
 *
 * @param name as in the operator's formula, e.g. {@code query}
 * @param elements number of elements, each 4 bytes on the host
 */
public record TensorSpec(String name, Role role, long elements) {

    /** What a tensor is to its operator. */
    public enum Role {
        /** An activation: changes from call to call. */
        INPUT,
        /** A parameter of the model: may be packed once, when a kernel is bound. */
        WEIGHT,
        /** 32-bit integers that select rows of a table. */
        INDEX,
        /** Written by every call. */
        OUTPUT
    }

    /** Name of the only output of every operator. */
    public static final String OUTPUT = "output";

    /** The tensors of a shape, the output last. */
    public static List<TensorSpec> of(Operator operator) {
        List<TensorSpec> specs = new ArrayList<>();
        switch (operator) {
            case Attention a -> {
                long query = (long) a.batch() * a.queryLength() * a.heads() * a.headDim();
                long key = (long) a.batch() * a.keyLength() * a.kvHeads() * a.headDim();
                inputs(specs, "query", query, "key", key, "value", key, OUTPUT, query);
            }
            case TemporalAttention a -> {
                long each = (long) a.frames() * a.positions() * a.heads() * a.headDim();
                inputs(specs, "query", each, "key", each, "value", each, OUTPUT, each);
            }
            case Convolution c -> {
                specs.add(new TensorSpec("input", Role.INPUT, (long) c.batch() * c.height() * c.width() * c.inChannels()));
                specs.add(new TensorSpec("weight", Role.WEIGHT,
                        (long) c.outChannels() * c.kernelH() * c.kernelW() * c.inChannels()));
                specs.add(new TensorSpec("bias", Role.WEIGHT, c.outChannels()));
                inputs(specs, OUTPUT, (long) c.batch() * c.outHeight() * c.outWidth() * c.outChannels());
            }
            case TemporalConvolution c -> {
                specs.add(new TensorSpec("input", Role.INPUT, (long) c.frames() * c.batch() * c.inChannels()));
                specs.add(new TensorSpec("weight", Role.WEIGHT, (long) c.outChannels() * c.kernel() * c.inChannels()));
                specs.add(new TensorSpec("bias", Role.WEIGHT, c.outChannels()));
                inputs(specs, OUTPUT, (long) c.outFrames() * c.batch() * c.outChannels());
            }
            case Linear l -> {
                specs.add(new TensorSpec("input", Role.INPUT, (long) l.rows() * l.inFeatures()));
                specs.add(new TensorSpec("weight", Role.WEIGHT, (long) l.outFeatures() * l.inFeatures()));
                if (l.bias()) {
                    specs.add(new TensorSpec("bias", Role.WEIGHT, l.outFeatures()));
                }
                inputs(specs, OUTPUT, (long) l.rows() * l.outFeatures());
            }
            case GroupNorm g -> norm(specs, (long) g.batch() * g.positions() * g.channels(), g.channels(), true);
            case LayerNorm l -> norm(specs, (long) l.rows() * l.channels(), l.channels(), true);
            case RmsNorm r -> norm(specs, (long) r.rows() * r.channels(), r.channels(), false);
            case Activation a -> inputs(specs, "input", a.elements(), OUTPUT, a.elements());
            case GatedActivation g -> inputs(specs, "input", 2L * g.rows() * g.channels(), OUTPUT, (long) g.rows() * g.channels());
            case Softmax s -> inputs(specs, "input", (long) s.rows() * s.channels(), OUTPUT, (long) s.rows() * s.channels());
            case Add a -> inputs(specs, "left", a.elements(), "right", a.elements(), OUTPUT, a.elements());
            case BroadcastAdd b -> {
                long all = (long) b.batch() * b.positions() * b.channels();
                inputs(specs, "left", all, "right", (long) b.batch() * b.channels(), OUTPUT, all);
            }
            case Scale s -> inputs(specs, "input", s.elements(), OUTPUT, s.elements());
            case RotaryEmbedding r -> {
                long all = (long) r.tokens() * r.heads() * r.headDim();
                long half = (long) r.tokens() * r.headDim() / 2;
                inputs(specs, "input", all, "cosine", half, "sine", half, OUTPUT, all);
            }
            case Concat c -> inputs(specs, "left", (long) c.rows() * c.leftChannels(), "right", (long) c.rows() * c.rightChannels(),
                    OUTPUT, (long) c.rows() * (c.leftChannels() + c.rightChannels()));
            case Embedding e -> {
                specs.add(new TensorSpec("ids", Role.INDEX, e.rows()));
                specs.add(new TensorSpec("table", Role.WEIGHT, (long) e.vocabulary() * e.channels()));
                inputs(specs, OUTPUT, (long) e.rows() * e.channels());
            }
            case Upsample u -> {
                long input = (long) u.batch() * u.height() * u.width() * u.channels();
                inputs(specs, "input", input, OUTPUT, input * u.factor() * u.factor());
            }
            case Rearrange r -> {
                long all = (long) r.batch() * r.first() * r.second() * r.channels();
                inputs(specs, "input", all, OUTPUT, all);
            }
        }
        return List.copyOf(specs);
    }

    private static void norm(List<TensorSpec> specs, long elements, long channels, boolean bias) {
        specs.add(new TensorSpec("input", Role.INPUT, elements));
        specs.add(new TensorSpec("weight", Role.WEIGHT, channels));
        if (bias) {
            specs.add(new TensorSpec("bias", Role.WEIGHT, channels));
        }
        inputs(specs, OUTPUT, elements);
    }

    private static void inputs(List<TensorSpec> specs, Object... namesAndElements) {
        for (int i = 0; i < namesAndElements.length; i += 2) {
            String name = (String) namesAndElements[i];
            long elements = ((Number) namesAndElements[i + 1]).longValue();
            specs.add(new TensorSpec(name, name.equals(OUTPUT) ? Role.OUTPUT : Role.INPUT, elements));
        }
    }

    /** Bytes on the host. */
    public long bytes() {
        return 4 * elements;
    }
}
