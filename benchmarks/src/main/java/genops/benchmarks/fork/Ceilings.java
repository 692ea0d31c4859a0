package genops.benchmarks.fork;

import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalDouble;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loads by which the limits of a machine are measured; all threads of the kernels' pool take part. */
public final class Ceilings {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    /** Chains that depend on nothing but themselves: enough to cover latency × throughput of the FMA units of today's CPUs. */
    private static final int CHAINS = 12;
    private static final int FMA_STEPS = 1 << 17;
    /** Parts of about half a millisecond for each thread: so many that neither handing them out nor a thread that is held up counts. */
    private static final int FMA_PARTS = 16;
    /** Far above the last-level cache of a workstation; a copy reads one half and writes the other. */
    private static final long BYTES = 512L << 20;
    private static final int CHUNK = 1 << 20;
    /** Doubles from one thread's result to the next: two cache lines, since neighbours are fetched in pairs. */
    private static final int PADDING = 16;

    private Ceilings() {}

    /** One load, ready to run. */
    public interface Load extends AutoCloseable {

        /** One operation; returns a value that depends on all of it. */
        double run();

        /** FLOPs ({@code fma}, {@code device-gemm}) or bytes (the others; a copy's are read and written) of one operation. */
        double unitsPerOperation();

        /** Device time of one operation, by the device's own clock; empty on the CPU. */
        default OptionalDouble deviceNanoseconds() {
            return OptionalDouble.empty();
        }

        @Override
        void close();
    }

    /** A load of the threads of the kernels' pool. */
    private abstract static class PoolLoad implements Load {
        private final Workers workers = Workers.shared();
        private final double[] results = new double[PADDING * workers.count()];
        private final Workers.Task task = (number, worker) -> results[PADDING * worker] += part(number);
        private final int tasks = tasks(workers.count());

        @Override
        public final double run() {
            workers.run(tasks, task);
            return Arrays.stream(results).sum();
        }

        abstract int tasks(int threads);

        abstract double part(int number);

        @Override
        public void close() {}
    }

    /** Says what one operation of a load is worth; called once it was measured. */
    public static void report(Load load) {
        CaseChannel.send(CaseReport.ceiling(load.unitsPerOperation()));
    }

    /** Prepares a load: {@code fma}, {@code read}, {@code copy} or one of {@link DeviceCeilings#NAMES}. */
    public static Load open(String ceiling) {
        return switch (ceiling) {
            case "fma" -> new Fma();
            case "read" -> new Read();
            case "copy" -> new Copy();
            case "device-gemm", "device-copy" -> DeviceCeilings.open(ceiling);
            default -> throw new IllegalArgumentException("unknown ceiling '" + ceiling + "'; known: fma, read, copy, device-gemm, device-copy");
        };
    }

    private static final class Fma extends PoolLoad {
        private final int threads = Workers.shared().count();

        @Override
        public double unitsPerOperation() {
            return 2.0 * FMA_PARTS * threads * CHAINS * FMA_STEPS * SPECIES.length();
        }

        @Override
        int tasks(int threads) {
            return FMA_PARTS * threads;
        }

        @Override
        double part(int number) {
            return chains(0.9999f, 0.0001f * (number + 1));
        }

        /**
         * v ← a · b + v, as kernels sum: the instruction adds to a register in place, whereas v ← v · a + b would copy b before each, which
         * takes a fifth of the rate of a CPU with 16 registers. The sums grow evenly: neither overflow nor subnormal numbers disturb.
         */
        private static double chains(float factor, float summand) {
            FloatVector a = FloatVector.broadcast(SPECIES, factor);
            FloatVector b = FloatVector.broadcast(SPECIES, summand);
            FloatVector v0 = b;
            FloatVector v1 = b;
            FloatVector v2 = b;
            FloatVector v3 = b;
            FloatVector v4 = b;
            FloatVector v5 = b;
            FloatVector v6 = b;
            FloatVector v7 = b;
            FloatVector v8 = b;
            FloatVector v9 = b;
            FloatVector v10 = b;
            FloatVector v11 = b;
            for (int i = 0; i < FMA_STEPS; i++) {
                v0 = a.fma(b, v0);
                v1 = a.fma(b, v1);
                v2 = a.fma(b, v2);
                v3 = a.fma(b, v3);
                v4 = a.fma(b, v4);
                v5 = a.fma(b, v5);
                v6 = a.fma(b, v6);
                v7 = a.fma(b, v7);
                v8 = a.fma(b, v8);
                v9 = a.fma(b, v9);
                v10 = a.fma(b, v10);
                v11 = a.fma(b, v11);
            }
            return v0.add(v1).add(v2).add(v3).add(v4).add(v5).add(v6).add(v7).add(v8).add(v9).add(v10).add(v11)
                    .reduceLanes(VectorOperators.ADD);
        }
    }

    private static final class Read extends PoolLoad {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory = arena.allocate(BYTES, Tensors.ALIGNMENT).fill((byte) 1);

        @Override
        public double unitsPerOperation() {
            return BYTES;
        }

        @Override
        int tasks(int threads) {
            return (int) (BYTES / CHUNK);
        }

        @Override
        double part(int number) {
            return sum(memory.asSlice((long) number * CHUNK, CHUNK));
        }

        /** Eight streams at once: with one, a core keeps too few lines under way to reach what the memory gives. */
        private static double sum(MemorySegment chunk) {
            long stream = CHUNK / 8;
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            FloatVector s4 = s0;
            FloatVector s5 = s0;
            FloatVector s6 = s0;
            FloatVector s7 = s0;
            for (long i = 0; i < stream; i += SPECIES.vectorByteSize()) {
                s0 = s0.add(FloatVector.fromMemorySegment(SPECIES, chunk, i, ByteOrder.nativeOrder()));
                s1 = s1.add(FloatVector.fromMemorySegment(SPECIES, chunk, stream + i, ByteOrder.nativeOrder()));
                s2 = s2.add(FloatVector.fromMemorySegment(SPECIES, chunk, 2 * stream + i, ByteOrder.nativeOrder()));
                s3 = s3.add(FloatVector.fromMemorySegment(SPECIES, chunk, 3 * stream + i, ByteOrder.nativeOrder()));
                s4 = s4.add(FloatVector.fromMemorySegment(SPECIES, chunk, 4 * stream + i, ByteOrder.nativeOrder()));
                s5 = s5.add(FloatVector.fromMemorySegment(SPECIES, chunk, 5 * stream + i, ByteOrder.nativeOrder()));
                s6 = s6.add(FloatVector.fromMemorySegment(SPECIES, chunk, 6 * stream + i, ByteOrder.nativeOrder()));
                s7 = s7.add(FloatVector.fromMemorySegment(SPECIES, chunk, 7 * stream + i, ByteOrder.nativeOrder()));
            }
            return s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7))).reduceLanes(VectorOperators.ADD);
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    private static final class Copy extends PoolLoad {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment from = arena.allocate(BYTES / 2, Tensors.ALIGNMENT).fill((byte) 1);
        private final MemorySegment to = arena.allocate(BYTES / 2, Tensors.ALIGNMENT).fill((byte) 2);

        @Override
        public double unitsPerOperation() {
            return BYTES;
        }

        @Override
        int tasks(int threads) {
            return (int) (BYTES / 2 / CHUNK);
        }

        @Override
        double part(int number) {
            MemorySegment.copy(from, (long) number * CHUNK, to, (long) number * CHUNK, CHUNK);
            return number;
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
