package genops.kernels.vector;

/**
 * How a matrix multiplication is cut: the sums into blocks of about the same depth, C into tasks of about the same number of tiles and
 * panels.
 *
 * @param depth length of a block of the sums; the last may be shorter
 * @param rowTasks parts of the rows
 * @param columnTasks parts of the panels
 * @param tiles tiles that cover the rows
 * @param panels panels that cover the columns
 * @param tileRows rows of a tile
 */
record GemmBlocks(int depth, int rowTasks, int columnTasks, int tiles, int panels, int tileRows) {
    /** Tasks a thread should get, so that the last one to finish is not waited for long. */
    private static final int TASKS_PER_THREAD = 4;

    /**
     * What bounds a task.
     *
     * @param blocks blocks of the sums
     * @param tileRows rows of a tile
     * @param panelColumns columns of a panel
     * @param mostTiles tiles whose rows fit in the level 2 cache
     * @param mostPanels panels whose sums stay near from block to block; of no account where one block is all
     * @param leastTiles tiles below which fetching the panels costs more than what is gained by a finer cut
     * @param leastPanels panels below which fetching the rows costs more than what is gained by a finer cut
     */
    record Limits(int blocks, int tileRows, int panelColumns, int mostTiles, int mostPanels, int leastTiles, int leastPanels) {}

    static GemmBlocks of(GemmSize size, Limits limits, int threads) {
        int tiles = Math.ceilDiv(size.rows(), limits.tileRows());
        int panels = Math.ceilDiv(size.columns(), limits.panelColumns());
        int wanted = threads == 1 ? 1 : TASKS_PER_THREAD * threads;
        int rowTasks = Math.ceilDiv(tiles, limits.mostTiles());
        // columns are cut before rows: a part of B is then read by one thread only
        int leastColumnTasks = limits.blocks() == 1 ? 1 : Math.ceilDiv(panels, limits.mostPanels());
        int columnTasks = Math.max(leastColumnTasks,
                Math.min(Math.ceilDiv(wanted, rowTasks), Math.ceilDiv(panels, limits.leastPanels())));
        if (rowTasks == 1 && columnTasks > threads) {
            // few tasks: as many for each thread
            columnTasks = Math.max(leastColumnTasks, columnTasks - columnTasks % threads);
        }
        rowTasks = Math.max(rowTasks, Math.min(Math.ceilDiv(wanted, columnTasks), tiles / limits.leastTiles()));
        int even = evenRowTasks(rowTasks, columnTasks, threads);
        if (rowTasks > 1 && 2 * even <= tiles) {
            rowTasks = even;
        }
        return new GemmBlocks(Math.ceilDiv(size.depth(), limits.blocks()), rowTasks, columnTasks, tiles, panels, limits.tileRows());
    }

    /** The least number of row tasks, not below that given, with which every thread gets as many tasks. */
    private static int evenRowTasks(int rowTasks, int columnTasks, int threads) {
        int unit = 1;
        while (unit * columnTasks % threads != 0) {
            unit++;
        }
        return Math.ceilDiv(rowTasks, unit) * unit;
    }

    int tasks() {
        return rowTasks * columnTasks;
    }

    /** First row of a part of the rows; of the part beyond the last, a row at or beyond the end. */
    int firstRow(int rowTask) {
        return (int) ((long) tiles * rowTask / rowTasks) * tileRows;
    }

    /** First panel of a part of the panels. */
    int firstPanel(int columnTask) {
        return (int) ((long) panels * columnTask / columnTasks);
    }
}
