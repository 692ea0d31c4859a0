package genops.kernels.cuda;

import genops.shapes.operator.RotaryEmbedding;
import java.util.Optional;

/** Rotary embedding, {@code elementwise.cu}: a thread turns 8 pairs, bound by memory. */
public final class ElementwiseRotaryEmbedding extends CudaKernel<RotaryEmbedding> {

    public ElementwiseRotaryEmbedding() {
        super("cuda/elementwise", RotaryEmbedding.class);
    }

    @Override
    public Optional<String> unsupported(RotaryEmbedding shape) {
        return Chunks.refuse(shape.headDim() / 2);
    }

    @Override
    void plan(RotaryEmbedding shape, CudaBinding binding) {
        int half = shape.headDim() / 2;
        long vectors = (long) shape.tokens() * shape.heads();
        long chunks = vectors * half / Chunks.VALUES;
        binding.launch(Launch.of("elementwise", "rotary_embedding", Chunks.THREADS, 0)
                .buffer(binding.tensor("input", DeviceBuffer.half(vectors * shape.headDim())))
                .buffer(binding.tensor("cosine", DeviceBuffer.half((long) shape.tokens() * half)))
                .buffer(binding.tensor("sine", DeviceBuffer.half((long) shape.tokens() * half)))
                .buffer(binding.output(DeviceBuffer.half(vectors * shape.headDim())))
                .integer64(chunks).integer(shape.heads()).integer(half)
                .grid(Chunks.blocks(chunks), 1, 1));
    }
}
