package genops.kernels.cuda;

/** What the CUDA driver refused, in one line. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int result;

    CudaException(int result, String message) {
        super(message);
        this.result = result;
    }

    /** The driver's {@code CUresult}. */
    public int result() {
        return result;
    }
}
