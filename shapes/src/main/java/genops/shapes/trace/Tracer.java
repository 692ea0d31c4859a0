package genops.shapes.trace;

import genops.shapes.operator.Activation;
import genops.shapes.operator.ActivationFunction;
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
import genops.shapes.operator.TemporalConvolution;
import genops.shapes.operator.Upsample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a network symbolically: every method takes and returns tensors that are only shapes, and records the operator and the
 * weights of the layer. Each call is a layer of its own with weights of its own.
 */
public final class Tracer {
    private final List<Call> calls = new ArrayList<>();
    private final Map<WeightRole, Long> weights = new EnumMap<>(WeightRole.class);

    /** What was recorded so far. */
    public Trace trace() {
        return new Trace(calls, weights);
    }

    /**
     * Weights that no recorded call brings along: a learned vector or table that is added, or matrices of a layer that runs in
     * another pass.
     */
    public void weights(WeightRole role, long count) {
        weights.merge(role, count, Long::sum);
    }

    /**
     * 2-D convolution with bias, padded by half the kernel.
     *
     * @param x {@code (images, height, width, channels)}
     */
    public Tensor conv2d(Tensor x, int outChannels, int kernel, int stride, String kind) {
        Convolution c = new Convolution(x.extent(0), x.channels(), x.extent(1), x.extent(2), outChannels, kernel, kernel, stride,
                kernel / 2);
        weights(WeightRole.MATRIX, (long) outChannels * kernel * kernel * x.channels());
        weights(WeightRole.BIAS, outChannels);
        record(c, kind);
        return Tensor.of(c.batch(), c.outHeight(), c.outWidth(), outChannels);
    }

    /** 3×3 convolution, stride 1. */
    public Tensor conv3x3(Tensor x, int outChannels) {
        return conv2d(x, outChannels, 3, 1, "3x3");
    }

    /**
     * 1-D convolution with bias over the frames, as many frames out as in.
     *
     * @param x {@code (frames, …, channels)}: the extents between count as independent sequences, where they lie
     */
    public Tensor temporalConv(Tensor x, int outChannels, int kernel, String kind) {
        weights(WeightRole.MATRIX, (long) outChannels * kernel * x.channels());
        weights(WeightRole.BIAS, outChannels);
        record(new TemporalConvolution(x.positions(), x.channels(), x.extent(0), outChannels, kernel, 1, kernel / 2), kind);
        return x.withChannels(outChannels);
    }

    /** Linear layer without bias over the channels. */
    public Tensor linear(Tensor x, int outFeatures, String kind) {
        return linear(x, outFeatures, false, kind);
    }

    /** Linear layer with bias over the channels. */
    public Tensor linearBias(Tensor x, int outFeatures, String kind) {
        return linear(x, outFeatures, true, kind);
    }

    /** Linear layer over the channels. */
    public Tensor linear(Tensor x, int outFeatures, boolean bias, String kind) {
        weights(WeightRole.MATRIX, (long) outFeatures * x.channels());
        if (bias) {
            weights(WeightRole.BIAS, outFeatures);
        }
        return tiedLinear(x, outFeatures, bias, kind);
    }

    /** Linear layer whose weights are counted elsewhere, such as an output head tied to the embedding. */
    public Tensor tiedLinear(Tensor x, int outFeatures, boolean bias, String kind) {
        record(new Linear(x.rows(), outFeatures, x.channels(), bias), kind);
        return x.withChannels(outFeatures);
    }

    /**
     * Scaled dot-product attention; the values have the extents of the keys.
     *
     * @param query {@code (batch, queryLength, heads · headDim)}
     * @param key {@code (batch, keyLength, kvHeads · headDim)}
     */
    public Tensor attention(Tensor query, Tensor key, int headDim, Mask mask, String kind) {
        if (query.extent(0) != key.extent(0) || query.channels() % headDim != 0 || key.channels() % headDim != 0) {
            throw new IllegalArgumentException("queries " + query + " and keys " + key + " do not fit at head dim " + headDim);
        }
        record(new Attention(query.extent(0), query.channels() / headDim, query.extent(1), key.extent(1), headDim,
                key.channels() / headDim, mask == Mask.CAUSAL), kind);
        return query;
    }

    /** Group normalisation: statistics over the channels of a group and all positions of an image. */
    public Tensor groupNorm(Tensor x, int groups, String kind) {
        weights(WeightRole.NORM, 2L * x.channels());
        record(new GroupNorm(x.extent(0), x.channels(), x.positions(), groups, false), kind);
        return x;
    }

    public Tensor layerNorm(Tensor x, String kind) {
        weights(WeightRole.NORM, 2L * x.channels());
        record(new LayerNorm(x.rows(), x.channels()), kind);
        return x;
    }

    public Tensor rmsNorm(Tensor x, String kind) {
        weights(WeightRole.NORM, x.channels());
        record(new RmsNorm(x.rows(), x.channels()), kind);
        return x;
    }

    public Tensor activation(Tensor x, ActivationFunction function, String kind) {
        record(new Activation(x.elements(), function), kind);
        return x;
    }

    /** Gated activation: the channels are a value half and a gate half, one half remains. */
    public Tensor gated(Tensor x, ActivationFunction function, String kind) {
        int channels = x.channels() / 2;
        record(new GatedActivation(x.rows(), channels, function), kind);
        return x.withChannels(channels);
    }

    public Tensor softmax(Tensor x, String kind) {
        record(new Softmax(x.rows(), x.channels()), kind);
        return x;
    }

    /** Sum of two tensors of the same extents. */
    public Tensor add(Tensor left, Tensor right, String kind) {
        if (left.elements() != right.elements()) {
            throw new IllegalArgumentException(left + " and " + right + " do not add");
        }
        record(new Add(left.elements()), kind);
        return left;
    }

    /** Adds a learned table of one embedding per position. */
    public Tensor addPositions(Tensor x) {
        weights(WeightRole.EMBEDDING, (long) x.positions() * x.channels());
        return add(x, x, "position");
    }

    /**
     * Adds to every position of an image the vector of that image.
     *
     * @param x {@code (images, …, channels)}
     * @param vectors {@code (images, channels)}
     */
    public Tensor broadcastAdd(Tensor x, Tensor vectors, String kind) {
        if (vectors.rows() != x.extent(0) || vectors.channels() != x.channels()) {
            throw new IllegalArgumentException(vectors + " does not add to the positions of " + x);
        }
        record(new BroadcastAdd(x.extent(0), x.channels(), x.positions()), kind);
        return x;
    }

    /** Multiplication by 1/√2. */
    public Tensor scale(Tensor x, String kind) {
        record(new Scale(x.elements()), kind);
        return x;
    }

    /** Concatenation along the channels. */
    public Tensor concat(Tensor left, Tensor right, String kind) {
        if (left.rows() != right.rows()) {
            throw new IllegalArgumentException(left + " and " + right + " differ in more than their channels");
        }
        record(new Concat(left.rows(), left.channels(), right.channels()), kind);
        return left.withChannels(left.channels() + right.channels());
    }

    /** Concatenation along the length of sequences {@code (batch, length, channels)}. */
    public Tensor concatTokens(Tensor left, Tensor right, String kind) {
        if (left.extent(0) != right.extent(0) || left.channels() != right.channels()) {
            throw new IllegalArgumentException(left + " and " + right + " differ in more than their length");
        }
        record(new Concat(left.extent(0), left.extent(1) * left.channels(), right.extent(1) * right.channels()), kind);
        return Tensor.of(left.extent(0), left.extent(1) + right.extent(1), left.channels());
    }

    /** Looks up {@code batch · length} token ids. */
    public Tensor embedding(int batch, int length, int vocabulary, int channels, String kind) {
        weights(WeightRole.EMBEDDING, (long) vocabulary * channels);
        record(new Embedding(batch * length, vocabulary, channels), kind);
        return Tensor.of(batch, length, channels);
    }

    /** Nearest-neighbour up-sampling of {@code (images, height, width, channels)}. */
    public Tensor upsample(Tensor x, int factor, String kind) {
        record(new Upsample(x.extent(0), x.channels(), x.extent(1), x.extent(2), factor), kind);
        return Tensor.of(x.extent(0), factor * x.extent(1), factor * x.extent(2), x.channels());
    }

    /** Exchanges the two middle axes of {@code (n, a, b, channels)}. */
    public Tensor rearrange(Tensor x, String kind) {
        record(new Rearrange(x.extent(0), x.extent(1), x.extent(2), x.channels()), kind);
        return Tensor.of(x.extent(0), x.extent(2), x.extent(1), x.channels());
    }

    /** Rotary position embedding of the heads of {@code (batch, length, heads · headDim)}. */
    public Tensor rotary(Tensor x, int headDim, String kind) {
        record(new RotaryEmbedding(x.rows(), x.channels() / headDim, headDim), kind);
        return x;
    }

    private void record(Operator operator, String kind) {
        calls.add(new Call(operator, kind));
    }
}
