package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;

/** The matrix multiplication whose A is a matrix in memory: {@link UnpackedGemm} where that is the faster one, else {@link BlockedGemm}. */
final class MatrixGemm {

    private MatrixGemm() {}

    /** Arguments as of {@link BlockedGemm}. */
    static BoundKernel bind(Workspace workspace, GemmSize size, MatrixRows rows, long weight, long bias, long output) {
        return UnpackedGemm.serves(size) ? new UnpackedGemm(workspace, size, rows, weight, bias, output)
                : new BlockedGemm(workspace, size, rows, weight, bias, output);
    }

    /** Bytes it needs beside A, B and C. */
    static long workspaceBytes(GemmSize size) {
        return UnpackedGemm.serves(size) ? UnpackedGemm.workspaceBytes(size) : BlockedGemm.workspaceBytes(size);
    }
}
