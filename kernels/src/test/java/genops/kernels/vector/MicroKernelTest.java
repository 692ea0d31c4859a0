package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroKernelTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 40, 77, 320})
    void everyTileSizeAccumulatesIntoC(int depth) {
        for (int rows = 1; rows <= MicroKernel.MR; rows++) {
            for (int columns = 1; columns <= MicroKernel.NR; columns++) {
                multiply(rows, columns, depth, false, columns % 2 == 0, true);
            }
        }
    }

    @Test
    void rowsMayLieAnywhere() {
        for (int rows = 1; rows <= MicroKernel.MR; rows++) {
            multiply(rows, MicroKernel.NR, 33, true, false, false);
            multiply(rows, Simd.LANES, 33, true, true, false);
        }
    }

    private void multiply(int rows, int columns, int depth, boolean gathered, boolean transposed, boolean accumulate) {
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
            if (gathered) {
                MemorySegment table = arena.allocate(ValueLayout.JAVA_LONG, rows);
                for (int r = 0; r < rows; r++) {
                    table.setAtIndex(ValueLayout.JAVA_LONG, r, a.address() + 4L * r * aStride);
                }
                MicroKernel.gathered(rows, vectors, depth, table.address(), packed.address(), init, initStride, c.address(), 4L * cStride);
            } else if (columns % Simd.LANES == 0) {
                MicroKernel.run(rows, vectors, depth, a.address(), 4L * aStride, packed.address(), init, initStride, c.address(),
                        4L * cStride);
            } else {
                MemorySegment scratch = arena.allocate(MicroKernel.SCRATCH_BYTES, 64);
                MicroKernel.edge(rows, vectors, columns, depth, a.address(), 4L * aStride, packed.address(), init, initStride,
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
