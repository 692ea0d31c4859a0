package genops.kernels;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

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
import java.lang.foreign.MemorySegment;

/**
 * Makes values of an {@link InputKind} of values uniform in [−1, 1), in place. The sizes are those at which wrong arithmetic shows and
 * sound arithmetic, with fp16 storage too, does not overflow.
 */
final class InputFill {
    private static final float EQUAL = 0.75f;
    private static final float TINY = 0x1p-100f;
    private static final float DENORMAL = 0x1p-128f;
    /** One value in so many is denormal, or minus infinity. */
    private static final int ONE_IN = 4;

    /**
     * Numbers of an operator's kinds.
     *
     * @param large spread of {@link InputKind#LARGE}
     * @param mean mean of {@link InputKind#OFFSET}
     * @param spread its spread
     * @param spike about the large values of {@link InputKind#SPIKE}
     */
    private record Sizes(float large, float mean, float spread, float spike) {}

    private static final Sizes MOVED = new Sizes(10_000, 100, 0.01f, 10_000);

    private final Operator operator;
    private final InputKind kind;
    private final long seed;
    private final Sizes sizes;
    private final int row;

    /** @param seed selects the places of spikes and infinities, and mean and spread of a norm's groups */
    InputFill(Operator operator, InputKind kind, long seed) {
        this.operator = operator;
        this.kind = kind;
        this.seed = seed;
        sizes = sizes(operator);
        row = row(operator);
    }

    private static Sizes sizes(Operator operator) {
        return switch (operator) {
            // scores of some hundreds, whose exponentials overflow, and whose rounding errors are still small
            case Attention a -> new Sizes(16, 4, 1, 32);
            case TemporalAttention a -> new Sizes(16, 4, 1, 32);
            case Softmax s -> new Sizes(200, 1000, 1, 200);
            case Activation a -> new Sizes(100, 20, 1, 200);
            case GatedActivation g -> new Sizes(100, 20, 1, 200);
            case GroupNorm g -> new Sizes(1000, 100, 0.01f, 1000);
            case LayerNorm l -> new Sizes(1000, 100, 0.01f, 1000);
            case RmsNorm r -> new Sizes(1000, 100, 0.01f, 1000);
            case Convolution c -> new Sizes(100, 100, 0.01f, 1000);
            case TemporalConvolution c -> new Sizes(100, 100, 0.01f, 1000);
            case Linear l -> new Sizes(100, 100, 0.01f, 1000);
            case RotaryEmbedding r -> new Sizes(100, 100, 0.01f, 100);
            case Add a -> MOVED;
            case BroadcastAdd b -> MOVED;
            case Scale s -> MOVED;
            case Concat c -> MOVED;
            case Embedding e -> MOVED;
            case Upsample u -> MOVED;
            case Rearrange r -> MOVED;
        };
    }

    /** Elements of what counts as one row of the input. */
    private static int row(Operator operator) {
        return switch (operator) {
            case Attention a -> a.headDim();
            case TemporalAttention a -> a.headDim();
            case Softmax s -> s.channels();
            case GroupNorm g -> g.channels() / g.groups();
            case LayerNorm l -> l.channels();
            case RmsNorm r -> r.channels();
            case Convolution c -> c.inChannels();
            case TemporalConvolution c -> c.inChannels();
            case Linear l -> l.inFeatures();
            case Activation a -> 1024;
            case GatedActivation g -> g.channels();
            case RotaryEmbedding r -> r.headDim();
            case Add a -> 1024;
            case BroadcastAdd b -> b.channels();
            case Scale s -> 1024;
            case Concat c -> 1024;
            case Embedding e -> e.channels();
            case Upsample u -> u.channels();
            case Rearrange r -> r.channels();
        };
    }

    /** Whether values uniform in [−1, 1) stay as they are. */
    private boolean unchanged() {
        return kind == InputKind.UNIFORM && !(operator instanceof GroupNorm || operator instanceof LayerNorm || operator instanceof RmsNorm);
    }

    /** Elements {@code first … end − 1}, row by row. */
    void apply(MemorySegment segment, long first, long end) {
        if (unchanged()) {
            return;
        }
        for (long from = first; from < end; from = (from / row + 1) * row) {
            run(segment, from, Math.min(end, (from / row + 1) * row));
        }
    }

    /** Elements of one row. */
    private void run(MemorySegment segment, long first, long end) {
        long number = first / row;
        switch (kind) {
            case UNIFORM -> {
                long hash = mix(seed + group(number));
                stretch(segment, first, end, (int) hash * 0x1p-31f, 1 + (int) (hash >> 32) * 0x1p-32f);
            }
            case LARGE -> stretch(segment, first, end, 0, sizes.large);
            case OFFSET -> stretch(segment, first, end, sizes.mean, sizes.spread);
            case EQUAL -> stretch(segment, first, end, EQUAL, 0);
            case TINY -> {
                stretch(segment, first, end, 0, TINY);
                for (long i = first; i < end; i++) {
                    if (i % ONE_IN == 0) {
                        segment.setAtIndex(JAVA_FLOAT, i, segment.getAtIndex(JAVA_FLOAT, i) / TINY * DENORMAL);
                    }
                }
            }
            case SPIKE -> {
                long at = chosen(number);
                if (at >= first && at < end) {
                    // equal ones would add up with equal rounding errors, which no tolerance for random ones covers
                    segment.setAtIndex(JAVA_FLOAT, at, sizes.spike * (1 + segment.getAtIndex(JAVA_FLOAT, at) / 4));
                }
            }
            case MASKED -> {
                long kept = chosen(number);
                for (long i = first; i < end; i++) {
                    if (i != kept && Math.floorMod(mix(seed + i), ONE_IN) == 0) {
                        segment.setAtIndex(JAVA_FLOAT, i, Float.NEGATIVE_INFINITY);
                    }
                }
            }
        }
    }

    private static void stretch(MemorySegment segment, long first, long end, float mean, float spread) {
        for (long i = first; i < end; i++) {
            segment.setAtIndex(JAVA_FLOAT, i, mean + spread * segment.getAtIndex(JAVA_FLOAT, i));
        }
    }

    /** The group whose moments a row belongs to. */
    private long group(long number) {
        return operator instanceof GroupNorm g ? number / ((long) g.positions() * g.groups()) * g.groups() + number % g.groups() : number;
    }

    /** One element of a row. */
    private long chosen(long number) {
        return number * row + Math.floorMod(mix(seed + number), row);
    }

    /** Mixes all bits into all bits (Stafford's variant 13 of MurmurHash3's finaliser). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
