package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MicroKernelTest {
    private final SplittableRandom random = new SplittableRandom(7);

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
