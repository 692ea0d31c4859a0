package genops.kernels.vector;

import genops.kernels.parallel.Workers;

/**
 * What a task of the second part of {@link WinogradGemm} takes.
 *
 * @param tiles a multiple of the micro-kernel's rows
 * @param panels whole groups of them
 */
record WinogradTaskSize(int tiles, int panels) {
    private static final int LEAST_PANELS = 2;
    private static final int TASKS_PER_WORKER = 6;

    /**
     * Where there would be too few tasks to share, fewer panels first: each weight, the larger part on images of few tiles, is then
     * still read for as many tiles. Fewer tiles next.
     *
     * @param tiles tiles of a block
     * @param panels panels of all output channels
     */
    static WinogradTaskSize of(int tiles, int panels, WinogradProduct product) {
        int wanted = TASKS_PER_WORKER * Workers.shared().count();
        int groups = Math.ceilDiv(wanted, Math.ceilDiv(tiles, product.mostTiles()));
        int taskPanels = Math.clamp(panels / groups, LEAST_PANELS, product.mostPanels());
        taskPanels -= taskPanels % product.groupPanels();
        int subBlocks = Math.ceilDiv(wanted, Math.ceilDiv(panels, taskPanels));
        int taskTiles = Math.ceilDiv(Math.ceilDiv(tiles, subBlocks), MicroKernel.MR) * MicroKernel.MR;
        return new WinogradTaskSize(Math.clamp(taskTiles, MicroKernel.MR, product.mostTiles()), taskPanels);
    }
}
