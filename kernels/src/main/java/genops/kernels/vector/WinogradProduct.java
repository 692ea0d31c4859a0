package genops.kernels.vector;

/**
 * The matrix multiplication within {@link WinogradGemm}, {@code (tiles × channels) · (channels × panels)} for one point. A product is a
 * sequence of groups of panels, {@code (group, point, tile, columns of the group)}.
 */
interface WinogradProduct {

    /** Rows of its tiles of registers. */
    int tileRows();

    /** Most tiles of a task, a multiple of {@link MicroKernel#MR}. */
    int mostTiles();

    /** Most panels of a task, a multiple of {@link #groupPanels}. */
    int mostPanels();

    /** Panels whose columns lie beside one another in a product. */
    int groupPanels();

    /**
     * Multiplies the tiles of a task by some panels; the product is overwritten.
     *
     * @param point number of the point
     * @param firstPanel first panel
     * @param endPanel panel after the last
     * @param a transformed channels of the first tile at this point
     * @param count tiles, at least {@link #tileRows} unless there are fewer in all
     * @param weight packed weights of this point
     * @param taskTiles tiles there is room for in the product
     * @param product product of the first panel
     * @param worker number of the thread
     */
    void multiply(int point, int firstPanel, int endPanel, long a, int count, long weight, int taskTiles, long product, int worker);
}
