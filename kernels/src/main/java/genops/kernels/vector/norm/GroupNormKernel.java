package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.GroupNorm;

/**
 * {@code y = (x − mean) / √(variance + ε) · w + b}, channels last, over the channels of a group and all positions of a sample; with
 * SiLU applied in registers.
 *
 * <p>Memory is streamed once for the statistics and once to normalise. The statistics are sums and squares about a centre, the mean of
 * the first rows of a block (shifted data: Chan, Golub and LeVeque, The American Statistician 37, 1983): since the centre is a mean of
 * k of the block's n rows, it is at most {@code √(n/k)} standard deviations from the block's mean, so that the rounding errors of the
 * variance grow by a factor of at most {@code 1 + n/k} in the worst case and not at all where rows resemble one another, however far
 * the mean is from 0. Blocks are combined by the parallel formula of the same paper in double precision. Samples are taken in waves
 * that fit in the last-level cache, and the second phase starts where the first ended: a sample that fits is read from memory once, of
 * a larger one what is still cached.
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
