package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MicroKernelTest {
    /** A tile reaches nine tenths where nothing disturbs it, seven where another thread shares its core, four with sums on the stack. */
    private static final double LEAST_SHARE = 0.55;
    /** By then both are compiled. */
    private static final long COMPILED_NANOS = 2_000_000_000L;
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final int CHAINS = 10;
    /** Calls of a slice: some milliseconds. */
    private static final int CALLS = 2_000;

    private final SplittableRandom random = new SplittableRandom(7);
    private float sink;

    static IntStream depths() {
        return IntStream.of(0, 1, 2, 3, 40, 77, 255, MicroKernel.MAX_DEPTH);
    }

    @ParameterizedTest
    @MethodSource("depths")
    void everyTileSizeAccumulatesIntoC(int depth) {
        for (int rows = 1; rows <= MicroKernel.MR; rows++) {
            for (int columns = 1; columns <= MicroKernel.NR; columns++) {
                multiply(rows, columns, depth, columns % 2 == 0, rows % 2 == 0);
            }
        }
    }

    /**
     * Sums that the compiler keeps on the stack cost half of the rate, vectors that it boxes far more. Of many short slices the best counts,
     * so that neither compilation nor other load of the machine does.
     */
    @Test
    void aTileKeepsItsSumsInRegisters() {
        assumeTrue(Simd.FUSED, "without a fused multiply-add, which is then emulated, the rate says nothing about registers");
        int depth = 256;
        float[] a = new float[MicroKernel.MR * MicroKernel.PITCH];
        Arrays.fill(a, 0.5f);
        try (Arena arena = Arena.ofConfined()) {
            long b = matrix(arena, depth * MicroKernel.NR).address();
            long c = matrix(arena, MicroKernel.MR * MicroKernel.NR).address();
            double tile = 0;
            double chains = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < COMPILED_NANOS
                    || tile < LEAST_SHARE * chains && System.nanoTime() - start < PATIENCE_NANOS) {
                tile = Math.max(tile, rate(depth * MicroKernel.MR * MicroKernel.PANEL_VECTORS, () -> MicroKernel.run(MicroKernel.MR,
                        MicroKernel.PANEL_VECTORS, depth, a, 0, b, Packing.ZEROS, 0, c, 4L * MicroKernel.NR)));
                chains = Math.max(chains, rate(depth * CHAINS, () -> sink += chains(depth)));
            }
            assertTrue(tile >= LEAST_SHARE * chains, "a tile does " + tile + " multiply-adds of vectors a nanosecond, independent ones "
                    + chains);
        }
    }

    /** Multiply-adds of vectors in a nanosecond. */
    private static double rate(int each, Runnable run) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            run.run();
        }
        return (double) each * CALLS / (System.nanoTime() - start);
    }

    /** {@link #CHAINS} sums that depend on nothing but themselves: what the multipliers can do. */
    private static float chains(int steps) {
        FloatVector a = FloatVector.broadcast(Simd.SPECIES, 0.5f);
        FloatVector s0 = a;
        FloatVector s1 = a;
        FloatVector s2 = a;
        FloatVector s3 = a;
        FloatVector s4 = a;
        FloatVector s5 = a;
        FloatVector s6 = a;
        FloatVector s7 = a;
        FloatVector s8 = a;
        FloatVector s9 = a;
        for (int i = 0; i < steps; i++) {
            s0 = a.fma(a, s0);
            s1 = a.fma(a, s1);
            s2 = a.fma(a, s2);
            s3 = a.fma(a, s3);
            s4 = a.fma(a, s4);
            s5 = a.fma(a, s5);
            s6 = a.fma(a, s6);
            s7 = a.fma(a, s7);
            s8 = a.fma(a, s8);
            s9 = a.fma(a, s9);
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).reduceLanes(VectorOperators.ADD);
    }

    @Test
    void tilesCoverAnyNumberOfRows() {
        for (int rows = 1; rows <= 100; rows++) {
            int tiles = 0;
            int next;
            for (int r = 0; r < rows; r += next) {
                next = MicroKernel.tileRows(rows - r);
                assertTrue(next >= 1 && next <= MicroKernel.MR && next <= rows - r);
                tiles++;
            }
            assertEquals(Math.ceilDiv(rows, MicroKernel.MR), tiles);
        }
    }

    @Test
    void aPieceOfARowEndsWhereMemoryEnds() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = matrix(arena, 3 * Simd.LANES + 1);
            long end = a.address() + a.byteSize();
            for (int count = 0; count <= 3 * Simd.LANES; count++) {
                float[] row = new float[4 * Simd.LANES];
                Arrays.fill(row, -7);
                Packing.zeroRow(2, row, 1);
                Packing.row(a.address() + 4, end, count, row, 3);
                assertEquals(-7, row[0]);
                assertEquals(0, row[1] + row[2]);
                for (int i = 0; i < count; i++) {
                    assertEquals(at(a, i + 1), row[3 + i]);
                }
            }
        }
    }

    private void multiply(int rows, int columns, int depth, boolean transposed, boolean accumulate) {
        try (Arena arena = Arena.ofConfined()) {
            int aStride = depth + 3;
            int cStride = columns + 5;
            MemorySegment a = matrix(arena, (rows - 1) * aStride + depth);
            MemorySegment b = matrix(arena, depth * columns);
            MemorySegment c = matrix(arena, rows * cStride);
            float[] before = c.toArray(ValueLayout.JAVA_FLOAT);
            MemorySegment packed = arena.allocate(Packing.bytes(depth, columns), 64);
            if (transposed) {
                Packing.packTransposed(depth, columns, b.address(), 4L * depth, packed.address());
            } else {
                Packing.pack(depth, columns, b.address(), 4L * columns, packed.address());
            }
            long init = accumulate ? c.address() : Packing.ZEROS;
            long initStride = accumulate ? 4L * cStride : 0;
            int vectors = Packing.vectors(columns);
            int from = columns % 3;
            float[] left = new float[MicroKernel.MR * MicroKernel.PITCH + from];
            // what rows beyond the last are computed from must not show
            Arrays.fill(left, Float.NaN);
            for (int r = 0; r < rows; r++) {
                Packing.row(a.address() + 4L * r * aStride, a.address() + a.byteSize(), depth, left, from + r * MicroKernel.PITCH);
            }
            if (columns % Simd.LANES == 0) {
                MicroKernel.run(rows, vectors, depth, left, from, packed.address(), init, initStride, c.address(),
                        4L * cStride);
            } else {
                MemorySegment scratch = arena.allocate(MicroKernel.SCRATCH_BYTES, 64);
                MicroKernel.edge(rows, vectors, columns, depth, left, from, packed.address(), init, initStride,
                        c.address(), 4L * cStride, scratch.address());
            }
            for (int i = 0; i < rows * cStride; i++) {
                int r = i / cStride;
                int j = i % cStride;
                double expected = accumulate || j >= columns ? before[i] : 0;
                for (int p = 0; p < depth && j < columns; p++) {
                    int at = transposed ? j * depth + p : p * columns + j;
                    expected += (double) at(a, r * aStride + p) * at(b, at);
                }
                assertEquals(expected, at(c, i), 1e-6 * (depth + 1), () -> rows + "x" + columns + "x" + depth + " row " + r + " column " + j);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("depths")
    void anUnpackedTileReadsRowsWhereTheyLie(int depth) {
        int rows = UnpackedTile.ROWS;
        int columns = UnpackedTile.COLUMNS;
        int aStride = depth + 3;
        int cStride = columns + 5;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = matrix(arena, rows * aStride);
            MemorySegment b = matrix(arena, depth * columns);
            MemorySegment c = matrix(arena, rows * cStride);
            MemorySegment packed = arena.allocate(Packing.bytes(depth, columns), 64);
            Packing.pack(depth, columns, b.address(), 4L * columns, packed.address());
            float[] before = c.toArray(ValueLayout.JAVA_FLOAT);
            UnpackedTile.run(depth, a.address() + 4, 4L * aStride, packed.address(), c.address() + 8, 4L * cStride, c.address() + 8, 4L * cStride);
            for (int i = 0; i < rows * cStride; i++) {
                int r = i / cStride;
                int j = i % cStride - 2;
                double expected = before[i];
                for (int p = 0; p < depth && j >= 0 && j < columns; p++) {
                    expected += (double) at(a, r * aStride + p + 1) * at(b, p * columns + j);
                }
                assertEquals(expected, at(c, i), 1e-6 * (depth + 1), () -> depth + " row " + r + " column " + j);
            }
        }
    }

    @Test
    void paddingOfAPanelIsZero() {
        try (Arena arena = Arena.ofConfined()) {
            int columns = Simd.LANES + 1;
            MemorySegment b = matrix(arena, 3 * columns);
            MemorySegment packed = arena.allocate(Packing.bytes(3, columns), 64);
            for (boolean transposed : new boolean[] {false, true}) {
                packed.fill((byte) 0xFF);
                if (transposed) {
                    Packing.packTransposed(3, columns, b.address(), 12, packed.address());
                } else {
                    Packing.pack(3, columns, b.address(), 4L * columns, packed.address());
                }
                for (int p = 0; p < 3; p++) {
                    for (int j = columns; j < 2 * Simd.LANES; j++) {
                        assertEquals(0f, at(packed, p * 2 * Simd.LANES + j));
                    }
                }
            }
        }
    }

    private MemorySegment matrix(Arena arena, int elements) {
        MemorySegment segment = arena.allocate(4L * Math.max(elements, 1), 64);
        for (int i = 0; i < elements; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
        }
        return segment;
    }

    private static float at(MemorySegment segment, int index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }
}
