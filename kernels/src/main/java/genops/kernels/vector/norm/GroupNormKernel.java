package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.GroupNorm;

/**
 * {@code y = (x − mean) / √(variance + ε) · w + b}, channels last, over the channels of a group and all positions of a sample; with
 * SiLU applied to a tile while it is in the first-level cache.
 *
 * <p>Memory is streamed once for the statistics and once to normalise. The statistics are two-pass over blocks of positions that fit
 * in the second-level cache, combined by the parallel formula of Chan, Golub and LeVeque (The American Statistician 37, 1983) in
 * double precision. Samples are taken in waves that fit in the last-level cache, and the second phase starts where the first ended:
 * a sample that fits is read from memory once, of a larger one what is still cached.
 */
public final class GroupNormKernel implements Kernel<GroupNorm> {

    @Override
    public String id() {
        return "vector/two-pass";
    }

    @Override
    public Class<GroupNorm> operator() {
        return GroupNorm.class;
    }

    @Override
    public long workspaceBytes(GroupNorm shape) {
        return new GroupNormRun.Blocking(shape).scratchBytes();
    }

    @Override
    public BoundKernel bind(GroupNorm shape, Tensors tensors) {
        return new GroupNormRun(shape, tensors);
    }
}
