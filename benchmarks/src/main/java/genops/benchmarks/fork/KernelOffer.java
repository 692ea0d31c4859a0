package genops.benchmarks.fork;

import genops.results.document.Status;

/**
 * What a kernel says about a shape.
 *
 * @param operator name of the operator
 * @param shape canonical text of the shape
 * @param kernel id of the kernel
 * @param precision how it stores operands, e.g. {@code fp32}
 * @param unavailable one line why its backend cannot be used here; empty where it can
 * @param unsupported one line why it cannot run the shape; empty where it can
 * @param bytesNeeded host memory that verification and timing take
 * @param bytes least bytes one call moves
 * @param workspaceBytes memory that it needs beside the operator's tensors; 0 where it cannot run the shape
 * @param onDevice whether it runs on a device, so that the threads of the host do not count
 */
public record KernelOffer(String operator, String shape, String kernel, String precision, String unavailable, String unsupported,
        long bytesNeeded, long bytes, long workspaceBytes, boolean onDevice) {

    /** One line why it cannot run the shape here; empty where it can. */
    public String reason() {
        return unavailable.isEmpty() ? unsupported : unavailable;
    }

    /** What becomes of a case that cannot run here for {@link #reason}. */
    public Status refusal() {
        return unavailable.isEmpty() ? Status.UNSUPPORTED : Status.NOT_AVAILABLE;
    }
}
