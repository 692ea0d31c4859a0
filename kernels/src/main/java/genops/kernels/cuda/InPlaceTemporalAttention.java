package genops.kernels.cuda;

import genops.shapes.operator.TemporalAttention;
import java.util.Optional;

/** Temporal attention where the frames lie, without rearranging: {@link WarpAttention} with a frame as the stride between steps. */
public final class InPlaceTemporalAttention extends CudaKernel<TemporalAttention> {

    public InPlaceTemporalAttention() {
        super("cuda/in-place", TemporalAttention.class);
    }

    @Override
    public Optional<String> unsupported(TemporalAttention shape) {
        if (WarpAttention.suits(shape.contiguous())) {
            return Optional.empty();
        }
        return Optional.of("needs at most 32 frames and a head dim that is a multiple of 8 and at most 128");
    }

    @Override
    void plan(TemporalAttention shape, CudaBinding binding) {
        binding.launch(WarpAttention.inPlace(shape, launch -> binding.attention(launch, shape.contiguous())));
    }
}
