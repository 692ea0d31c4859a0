package genops.kernels;

/** A kernel bound to the tensors of one shape: run again and again, allocating nothing. */
public interface BoundKernel extends AutoCloseable {

    /** One call of the operator: reads the inputs, writes the outputs. On a device: launched and finished. */
    void run();

    /** Takes over what the host tensors hold now, inputs and outputs; for kernels with memory of their own. */
    default void upload() {}

    /** Brings the outputs of the last run into the host tensors; for kernels with memory of their own. */
    default void download() {}

    /** Kernels that one call launches on a device; 0 on a CPU. */
    default int launches() {
        return 0;
    }

    /** Bytes of host memory it holds beside the tensors. {@link Kernel#workspaceBytes} says as many beforehand. */
    default long workspaceBytes() {
        return 0;
    }

    /** Frees what {@link Kernel#bind} took. */
    @Override
    default void close() {}
}
