package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmBlocksTest {
    private static final List<GemmSize> SIZES = List.of(new GemmSize(1024, 1280, 1280), new GemmSize(4096, 1280, 320), new GemmSize(154, 4864, 2048),
            new GemmSize(77, 768, 2048), new GemmSize(13, 500, 64), new GemmSize(6, 2000, 6400), new GemmSize(77824, 1024, 1024));

    private static GemmBlocks blocks(GemmSize size, int threads) {
        int blocks = Math.ceilDiv(size.depth(), 1280);
        return GemmBlocks.of(size, new GemmBlocks.Limits(blocks, 6, 64, 20, 16, 24, 4), threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 96})
    void tasksAreWithinTheirLimitsAndHaveRowsForATile(int threads) {
        for (GemmSize size : SIZES) {
            GemmBlocks blocks = blocks(size, threads);
            assertTrue(blocks.depth() <= 1280);
            assertEquals(0, blocks.firstRow(0));
            assertEquals(0, blocks.firstPanel(0));
            assertEquals(size.columns() / 64, blocks.firstPanel(blocks.columnTasks()));
            for (int task = 0; task < blocks.rowTasks(); task++) {
                int rows = Math.min(blocks.firstRow(task + 1), size.rows()) - blocks.firstRow(task);
                assertTrue(rows >= 6 && rows <= 20 * 6, size + ", " + threads + " threads: " + rows + " rows");
            }
            assertTrue(blocks.firstRow(blocks.rowTasks()) >= size.rows());
            for (int task = 0; task < blocks.columnTasks(); task++) {
                int panels = blocks.firstPanel(task + 1) - blocks.firstPanel(task);
                assertTrue(panels >= 1 && (panels <= 16 || size.depth() <= 1280), size + ", " + threads + " threads: " + panels + " panels");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void everyThreadGetsAsManyTasksWhereRowsAreCut(int threads) {
        for (GemmSize size : List.of(new GemmSize(1024, 1280, 1280), new GemmSize(4096, 1280, 320), new GemmSize(77824, 1024, 1024))) {
            GemmBlocks blocks = blocks(size, threads);
            assertTrue(blocks.rowTasks() > 1);
            assertEquals(0, blocks.rowTasks() * blocks.columnTasks() % threads, size + ", " + threads + " threads: " + blocks);
        }
    }
}
