package genops.kernels.cuda;

import genops.shapes.operator.GroupNorm;
import java.util.Optional;

/**
 * Group norm, {@code normalisation.cu}: mean and squared deviations of slabs of positions held in shared memory, merged (Chan et al. 1983),
 * then applied; reads the input twice. SiLU is fused where the shape asks for it.
 */
public final class SlabGroupNorm extends CudaKernel<GroupNorm> {
    /** Three blocks of a multiprocessor fit their slabs. */
    private static final int SLAB_BYTES = 48 * 1024;

    public SlabGroupNorm() {
        super("cuda/slabs", GroupNorm.class);
    }

    @Override
    public Optional<String> unsupported(GroupNorm shape) {
        return Chunks.refuse(shape.channels());
    }

    @Override
    void plan(GroupNorm shape, CudaBinding binding) {
        int channels = shape.channels();
        long sample = (long) shape.positions() * channels;
        long elements = shape.batch() * sample;
        int slabPositions = Math.max(1, Math.min(SLAB_BYTES / (2 * channels), shape.positions()));
        int slabs = ceilDivide(shape.positions(), slabPositions);
        DeviceBuffer input = binding.tensor("input", DeviceBuffer.half(elements));
        DeviceBuffer partial = binding.scratch(8L * shape.batch() * slabs * shape.groups());
        DeviceBuffer scaleShift = binding.scratch(8L * shape.batch() * channels);
        binding.launch(Launch.of("normalisation", "group_norm_partial", Chunks.THREADS, 2 * slabPositions * channels)
                .buffer(input).buffer(partial)
                .integer(channels).integer(shape.positions()).integer(shape.groups()).integer(slabPositions)
                .grid(slabs, shape.batch(), 1));
        binding.launch(Launch.of("normalisation", "group_norm_merge", 32, 0)
                .buffer(partial)
                .buffer(binding.tensor("weight", DeviceBuffer.half(channels)))
                .buffer(binding.tensor("bias", DeviceBuffer.half(channels)))
                .buffer(scaleShift)
                .integer(channels).integer(shape.positions()).integer(shape.groups()).integer(slabPositions).integer(slabs)
                .real((float) GroupNorm.EPSILON)
                .grid(shape.groups(), shape.batch(), 1));
        binding.launch(Launch.of("normalisation", "group_norm_apply", Chunks.THREADS, 0)
                .buffer(input).buffer(scaleShift).buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / Chunks.VALUES).integer(channels).integer64(sample).integer(shape.silu() ? 1 : 0)
                .grid(Chunks.blocks(elements / Chunks.VALUES), 1, 1));
    }
}
