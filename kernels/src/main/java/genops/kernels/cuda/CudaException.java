package genops.kernels.cuda;

import jcuda.driver.CUresult;

/** What the CUDA driver refused, in one line. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int result;

    CudaException(int result, String message) {
        super(message);
        this.result = result;
    }

    /** Whether memory of the device was lacking. */
    public boolean outOfMemory() {
        return result == CUresult.CUDA_ERROR_OUT_OF_MEMORY;
    }

    /** The driver's {@code CUresult}. */
    public int result() {
        return result;
    }
}
