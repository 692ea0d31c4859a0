package genops.kernels.vector;

/**
 * Where the left operand of an {@link ImplicitGemm} lies: for each output row (a pixel) and each tap of the convolution, the address
 * of the channels that the tap sees there.
 */
interface RowSource {

    /**
     * Writes the addresses of consecutive rows. What lies outside the input is a row of zeros.
     *
     * @param first first row
     * @param count rows
     * @param tap number of the tap
     * @param offset bytes to add: where the first channel wanted lies in a row
     * @param table where the addresses go, 8 bytes each
     * @param worker number of the calling thread
     */
    void addresses(int first, int count, int tap, long offset, long table, int worker);
}
