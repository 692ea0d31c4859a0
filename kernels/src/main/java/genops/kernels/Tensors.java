package genops.kernels;

import genops.shapes.operator.Embedding;
import genops.shapes.operator.Operator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * The tensors of one shape: off-heap, 64-byte aligned, fp32, in the layouts the operator's record states. Inputs are seeded random
 * values, never zeros or constants; the output is poisoned with NaN. Before and after every tensor lies a guard zone, so that what is
 * written outside of it is seen.
 */
public final class Tensors implements AutoCloseable {
    /** Alignment in bytes: one cache line and one 512-bit vector. */
    public static final long ALIGNMENT = 64;
    private static final long PAGE = 4096;
    /** Bytes of a guard zone: a page, so that a tensor lies in its page as it would without. */
    private static final long GUARD = PAGE;
    /** What a guard zone is filled with: as fp32 a number no operator makes of random inputs. */
    private static final byte PATTERN = (byte) 0xA5;
    private static final MemorySegment WHOLE = MemorySegment.ofArray(new byte[(int) GUARD]).fill(PATTERN);

    private final Arena arena;
    private final Operator operator;
    private final Precision precision;
    /** Each with its guard zones. */
    private final Map<String, MemorySegment> guarded = new LinkedHashMap<>();
    private final Map<String, MemorySegment> segments = new LinkedHashMap<>();
    private final Map<String, Long> seeds = new LinkedHashMap<>();

    private Tensors(Arena arena, Operator operator, Precision precision) {
        this.arena = arena;
        this.operator = operator;
        this.precision = precision;
    }

    /** Bytes that {@link #random} and {@link #scattered} take for a shape. */
    public static long bytes(Operator operator) {
        return TensorSpec.of(operator).stream().mapToLong(spec -> guardedBytes(spec) + PAGE).sum();
    }

    /** Bytes of a tensor with its guard zones, up to where the next one can begin. */
    private static long guardedBytes(TensorSpec spec) {
        return Math.ceilDiv(spec.bytes(), ALIGNMENT) * ALIGNMENT + 2 * GUARD;
    }

    /**
     * Allocates and fills the tensors of a shape. Values are those of {@link InputKind#UNIFORM}, rounded to what {@code precision}
     * can hold.
     *
     * @param seed the same seed gives the same values
     */
    public static Tensors random(Operator operator, Precision precision, long seed) {
        return filled(operator, precision, seed, () -> 0);
    }

    /**
     * The same, each tensor beginning at a cache line within its page that chance decides: how fast a kernel is depends on which of its
     * tensors begin alike, and a comparison should not rest on one such case.
     *
     * @param place the same number gives the same cache lines
     */
    public static Tensors scattered(Operator operator, Precision precision, long seed, long place) {
        SplittableRandom random = new SplittableRandom(place);
        return filled(operator, precision, seed, () -> ALIGNMENT * random.nextLong(PAGE / ALIGNMENT));
    }

    private static Tensors filled(Operator operator, Precision precision, long seed, LongSupplier gap) {
        Arena arena = Arena.ofShared();
        try {
            Tensors tensors = new Tensors(arena, operator, precision);
            SplittableRandom random = new SplittableRandom(seed);
            MemorySegment slab = OffHeap.allocate(arena, bytes(operator));
            long offset = 0;
            for (TensorSpec spec : TensorSpec.of(operator)) {
                offset += gap.getAsLong();
                MemorySegment guarded = slab.asSlice(offset, spec.bytes() + 2 * GUARD, ALIGNMENT);
                offset += guardedBytes(spec);
                tensors.guarded.put(spec.name(), guarded);
                tensors.segments.put(spec.name(), guarded.asSlice(GUARD, spec.bytes()));
                tensors.seeds.put(spec.name(), random.nextLong());
            }
            tensors.renew(InputKind.UNIFORM, 0);
            return tensors;
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /**
     * The tensors of a shape in fp32 whose inputs and output lie in an arena that other shapes share, and hold what it holds; weights and
     * indices are its own. Without guard zones. The arena is to be closed after them.
     *
     * @param seed the same seed gives the same weights and indices
     */
    public static Tensors inArena(Operator operator, ActivationArena activations, long seed) {
        Map<String, MemorySegment> placed = activations.place(operator);
        Arena arena = Arena.ofShared();
        try {
            Tensors tensors = new Tensors(arena, operator, Precision.FP32);
            SplittableRandom random = new SplittableRandom(seed);
            for (TensorSpec spec : TensorSpec.of(operator)) {
                boolean own = !placed.containsKey(spec.name());
                tensors.segments.put(spec.name(), own ? OffHeap.allocate(arena, spec.bytes()) : placed.get(spec.name()));
                tensors.seeds.put(spec.name(), random.nextLong());
                if (own) {
                    tensors.renew(spec, InputKind.UNIFORM, 0);
                }
            }
            return tensors;
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** Bytes of a shape's weights and indices, which {@link #inArena} takes beside the arena. */
    public static long bytesOutsideArena(Operator operator) {
        return TensorSpec.of(operator).stream().filter(s -> s.role() == TensorSpec.Role.WEIGHT || s.role() == TensorSpec.Role.INDEX)
                .mapToLong(s -> s.bytes() + ALIGNMENT).sum();
    }

    /**
     * Fills everything anew, guard zones too: weights with the values they had, so that a kernel bound to them stays right, inputs with
     * others of a kind.
     *
     * @param change 0 for the values that {@link #random} gave; another number gives other values
     */
    public void renew(InputKind kind, long change) {
        for (TensorSpec spec : specs()) {
            protect(guarded.get(spec.name()));
            renew(spec, kind, change);
        }
    }

    private void renew(TensorSpec spec, InputKind kind, long change) {
        switch (spec.role()) {
            case OUTPUT -> poisonOutput();
            case WEIGHT -> RandomFill.uniform(get(spec.name()), spec.elements(), precision, seeds.get(spec.name()));
            case INPUT, INDEX -> fill(spec, kind, 0, spec.elements(), change);
        }
    }

    /**
     * Fills a part of an input with new values.
     *
     * @param spec an input, or indices, which are of one kind alone
     * @param first first element
     * @param end the element after the last
     * @param change another number gives other values
     */
    public void fill(TensorSpec spec, InputKind kind, long first, long end, long change) {
        long seed = seeds.get(spec.name()) + change * 0x9e3779b97f4a7c15L;
        if (spec.role() == TensorSpec.Role.INDEX) {
            RandomFill.indices(get(spec.name()), first, end, ((Embedding) operator).vocabulary(), seed);
        } else {
            InputFill values = new InputFill(operator, kind, seed);
            RandomFill.values(get(spec.name()), first, end, precision, seed, (from, to) -> values.apply(get(spec.name()), from, to));
        }
    }

    /** The shape. */
    public Operator operator() {
        return operator;
    }

    /** Name, role and size of each tensor, the output last. */
    public List<TensorSpec> specs() {
        return TensorSpec.of(operator);
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
        // all bits set is a NaN
        output().fill((byte) 0xFF);
    }

    /** Overwrites the output with plausible values, other ones for another seed. */
    public void garbleOutput(long seed) {
        RandomFill.uniform(output(), output().byteSize() / Float.BYTES, precision, seed);
    }

    /** Where something was written outside of a tensor: "behind 'output'"; empty where all guard zones are whole. */
    public Optional<String> writtenOutside() {
        for (Map.Entry<String, MemorySegment> entry : guarded.entrySet()) {
            MemorySegment whole = entry.getValue();
            if (!isWhole(whole.asSlice(0, GUARD))) {
                return Optional.of("before '" + entry.getKey() + "'");
            }
            if (!isWhole(whole.asSlice(whole.byteSize() - GUARD))) {
                return Optional.of("behind '" + entry.getKey() + "'");
            }
        }
        return Optional.empty();
    }

    private static void protect(MemorySegment guarded) {
        guarded.asSlice(0, GUARD).fill(PATTERN);
        guarded.asSlice(guarded.byteSize() - GUARD).fill(PATTERN);
    }

    private static boolean isWhole(MemorySegment guard) {
        return guard.mismatch(WHOLE) == -1;
    }

    @Override
    public void close() {
        arena.close();
    }
}
