package genops.kernels.cuda;

import genops.shapes.operator.Attention;
import genops.shapes.operator.TemporalAttention;
import java.util.Optional;

/**
 * Temporal attention as most implementations do it: query, key and value rearranged so that each sequence is contiguous, attention, and the
 * output rearranged back; {@code layout.cu} and {@code temporal_attention.cu}.
 */
public final class RearrangedTemporalAttention extends CudaKernel<TemporalAttention> {

    public RearrangedTemporalAttention() {
        super("cuda/rearranged", TemporalAttention.class);
    }

    @Override
    public Optional<String> unsupported(TemporalAttention shape) {
        return new InPlaceTemporalAttention().unsupported(shape);
    }

    @Override
    void plan(TemporalAttention shape, CudaBinding binding) {
        Attention contiguous = shape.contiguous();
        int width = shape.heads() * shape.headDim();
        long elements = (long) shape.frames() * shape.positions() * width;
        DeviceBuffer[] rearranged = new DeviceBuffer[4];
        for (int i = 0; i < rearranged.length; i++) {
            rearranged[i] = binding.scratch(2 * elements);
        }
        String[] names = {"query", "key", "value"};
        for (int i = 0; i < names.length; i++) {
            DeviceBuffer input = binding.tensor(names[i], DeviceBuffer.half(elements));
            binding.launch(exchange(input, rearranged[i], shape.frames(), shape.positions(), width));
        }
        binding.launch(WarpAttention.contiguous(contiguous, launch -> {
            for (DeviceBuffer buffer : rearranged) {
                launch.buffer(buffer);
            }
        }));
        DeviceBuffer output = binding.output(DeviceBuffer.half(elements));
        binding.launch(exchange(rearranged[3], output, shape.positions(), shape.frames(), width));
    }

    private static Launch exchange(DeviceBuffer from, DeviceBuffer to, int first, int second, int width) {
        long items = (long) first * second * width / Chunks.VALUES;
        return Launch.of("layout", Chunks.kernel("rearrange", Chunks.VALUES), Chunks.THREADS, 0)
                .buffer(from).buffer(to)
                .integer64(items).integer(first).integer(second).integer(width)
                .grid(Chunks.blocks(items), 1, 1);
    }
}
