package genops.kernels;

import genops.kernels.TensorSpec.Role;
import genops.shapes.operator.Operator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One piece of memory that holds the activations of all shapes of a network, as the memory of a model does that runs its calls one after
 * the other; weights are each shape's own ({@link Tensors#inArena}).
 *
 * <p>It is a ring. The inputs of a shape begin where the output of the shape placed before it lies, so that, as in a model, a call reads
 * what the call before it has just left in the caches; its output lies behind its inputs, and what does not fit before the end goes on
 * from the start. The ring is as large as the largest need of one call (its inputs and its output), so that memory is used again as soon
 * as it can be, and no tensor of a shape overlaps another of the same shape.
 *
 * <p>It is filled with values uniform in [−1, 1). Whoever runs the shapes writes such values over each output again
 * ({@link genops.kernels.parallel.Refresh}) before another shape reads it, and so keeps them finite.
 */
public final class ActivationArena implements AutoCloseable {
    private static final long SEED = 5;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment ring;
    private long cursor;

    /**
     * Allocates the ring of these shapes and fills it.
     *
     * @param shapes all that will be placed, in any order
     */
    public ActivationArena(Collection<? extends Operator> shapes) {
        try {
            ring = OffHeap.allocate(arena, bytes(shapes));
            RandomFill.uniform(ring, ring.byteSize() / Float.BYTES, Precision.FP32, SEED);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** Bytes of the ring of these shapes: the largest need of one of them, inputs and output. */
    public static long bytes(Collection<? extends Operator> shapes) {
        return shapes.stream().mapToLong(shape -> activations(shape).stream().mapToLong(s -> aligned(s.bytes())).sum()).max().orElse(0);
    }

    private static List<TensorSpec> activations(Operator shape) {
        return TensorSpec.of(shape).stream().filter(s -> s.role() == Role.INPUT || s.role() == Role.OUTPUT).toList();
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, Tensors.ALIGNMENT) * Tensors.ALIGNMENT;
    }

    /**
     * Gives inputs and output of a shape their places, behind those of the shape placed before.
     *
     * @return slices of the ring by the name of the tensor, 64-byte aligned
     * @throws IllegalArgumentException where the shape needs more than the ring holds
     */
    Map<String, MemorySegment> place(Operator shape) {
        List<TensorSpec> specs = activations(shape);
        Map<String, Long> offsets = offsets(specs, cursor);
        if (offsets.isEmpty()) {
            offsets = offsets(specs, 0);
        }
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("no room for " + shape.type().label() + " " + shape.text() + " in a ring of "
                    + ring.byteSize() + " bytes");
        }
        Map<String, MemorySegment> slices = new LinkedHashMap<>();
        for (TensorSpec spec : specs) {
            slices.put(spec.name(), ring.asSlice(offsets.get(spec.name()), spec.bytes(), Tensors.ALIGNMENT));
        }
        cursor = offsets.get(TensorSpec.OUTPUT);
        return slices;
    }

    /** Places one behind the other from an offset on, and from the start where the end is reached; empty where they would overlap. */
    private Map<String, Long> offsets(List<TensorSpec> specs, long first) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        long next = first;
        long end = ring.byteSize();
        boolean wrapped = false;
        for (TensorSpec spec : specs) {
            if (next + spec.bytes() > end && !wrapped) {
                next = 0;
                end = first;
                wrapped = true;
            }
            if (next + spec.bytes() > end) {
                return Map.of();
            }
            offsets.put(spec.name(), next);
            next += aligned(spec.bytes());
        }
        return offsets;
    }

    /** Bytes of the ring. */
    public long bytes() {
        return ring.byteSize();
    }

    @Override
    public void close() {
        arena.close();
    }
}
