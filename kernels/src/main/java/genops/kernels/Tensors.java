package genops.kernels;

import genops.kernels.TensorSpec.Role;
import genops.shapes.operator.Embedding;
import genops.shapes.operator.Operator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The tensors of one shape: off-heap, 64-byte aligned, fp32, in the layouts the operator's record states. Inputs are seeded random
 * values, never zeros or constants; the output is poisoned with NaN.
 */
public final class Tensors implements AutoCloseable {
    /** Alignment in bytes: one cache line and one 512-bit vector. */
    public static final long ALIGNMENT = 64;

    private final Arena arena;
    private final Map<String, MemorySegment> segments;

    private Tensors(Arena arena, Map<String, MemorySegment> segments) {
        this.arena = arena;
        this.segments = segments;
    }

    /** Bytes that {@link #random} takes for a shape. */
    public static long bytes(Operator operator) {
        return TensorSpec.of(operator).stream().mapToLong(s -> s.bytes() + ALIGNMENT).sum();
    }

    /**
     * Allocates and fills the tensors of a shape. Values are uniform in [−1, 1), rounded to what {@code precision}
     * can hold.
     *
     * @param seed the same seed gives the same values
     */
    public static Tensors random(Operator operator, Precision precision, long seed) {
        Arena arena = Arena.ofShared();
        try {
            Map<String, MemorySegment> segments = new LinkedHashMap<>();
            SplittableRandom random = new SplittableRandom(seed);
            for (TensorSpec spec : TensorSpec.of(operator)) {
                MemorySegment segment = arena.allocate(spec.bytes(), ALIGNMENT);
                segments.put(spec.name(), segment);
                fill(segment, spec, operator, precision, random.nextLong());
            }
            return new Tensors(arena, segments);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /**
     * The tensors of a shape in fp32 whose inputs and output lie in an arena that other shapes share, and hold what it holds; weights and
     * indices are its own. The arena is to be closed after them.
     *
     * @param seed the same seed gives the same weights and indices
     */
    public static Tensors inArena(Operator operator, ActivationArena activations, long seed) {
        Map<String, MemorySegment> segments = new LinkedHashMap<>(activations.place(operator));
        Arena arena = Arena.ofShared();
        try {
            SplittableRandom random = new SplittableRandom(seed);
            for (TensorSpec spec : TensorSpec.of(operator)) {
                if (!segments.containsKey(spec.name())) {
                    MemorySegment segment = arena.allocate(spec.bytes(), ALIGNMENT);
                    segments.put(spec.name(), segment);
                    fill(segment, spec, operator, Precision.FP32, random.nextLong());
                }
            }
            return new Tensors(arena, segments);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** Bytes of a shape's weights and indices, which {@link #inArena} takes beside the arena. */
    public static long bytesOutsideArena(Operator operator) {
        return TensorSpec.of(operator).stream().filter(s -> s.role() == Role.WEIGHT || s.role() == Role.INDEX)
                .mapToLong(s -> s.bytes() + ALIGNMENT).sum();
    }

    private static void fill(MemorySegment segment, TensorSpec spec, Operator operator, Precision precision, long seed) {
        switch (spec.role()) {
            case OUTPUT -> poison(segment);
            case INDEX -> RandomFill.indices(segment, spec.elements(), ((Embedding) operator).vocabulary(), seed);
            case INPUT, WEIGHT -> RandomFill.uniform(segment, spec.elements(), precision, seed);
        }
    }

    private static void poison(MemorySegment segment) {
        // all bits set is a NaN
        segment.fill((byte) 0xFF);
    }

    /** The tensor of this name; see {@link TensorSpec#of}. */
    public MemorySegment get(String name) {
        MemorySegment segment = segments.get(name);
        if (segment == null) {
            throw new IllegalArgumentException("no tensor '" + name + "'; there are " + segments.keySet());
        }
        return segment;
    }

    /** The output. */
    public MemorySegment output() {
        return get(TensorSpec.OUTPUT);
    }

    /** Overwrites the output with NaN, so that what a kernel does not write is seen. */
    public void poisonOutput() {
        poison(output());
    }

    @Override
    public void close() {
        arena.close();
    }
}
