package genops.kernels.vector.elementwise;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Simd;
import genops.shapes.operator.RotaryEmbedding;
import jdk.incubator.vector.FloatVector;

/**
 * Rotary embedding of split halves: a head at a time, so that both halves are read and written by whole vectors; a token's cosines
 * and sines stay in the first-level cache over its heads.
 */
public final class RotaryEmbeddingKernel implements Kernel<RotaryEmbedding> {

    @Override
    public String id() {
        return "vector/split-halves";
    }

    @Override
    public Class<RotaryEmbedding> operator() {
        return RotaryEmbedding.class;
    }

    @Override
    public BoundKernel bind(RotaryEmbedding shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long cosine = tensors.get("cosine").address();
        long sine = tensors.get("sine").address();
        long output = tensors.output().address();
        int heads = shape.heads();
        int headDim = shape.headDim();
        Partition partition = Partition.of((long) shape.tokens() * heads, 2L * Float.BYTES * headDim, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long head = first; head < first + count; head++) {
                long angle = 4 * (head / heads) * (headDim / 2);
                rotate(input + 4 * head * headDim, cosine + angle, sine + angle, output + 4 * head * headDim, headDim / 2);
            }
        });
    }

    private static void rotate(long input, long cosine, long sine, long output, int half) {
        long inputSecond = input + 4L * half;
        long outputSecond = output + 4L * half;
        int i = 0;
        for (; i <= half - LANES; i += LANES) {
            FloatVector x1 = Simd.load(input + 4L * i);
            FloatVector x2 = Simd.load(inputSecond + 4L * i);
            FloatVector cos = Simd.load(cosine + 4L * i);
            FloatVector sin = Simd.load(sine + 4L * i);
            Simd.store(x1.mul(cos).sub(x2.mul(sin)), output + 4L * i);
            Simd.store(Simd.fma(x2, cos, x1.mul(sin)), outputSecond + 4L * i);
        }
        for (; i < half; i++) {
            float x1 = MEMORY.get(FLOAT, input + 4L * i);
            float x2 = MEMORY.get(FLOAT, inputSecond + 4L * i);
            float cos = MEMORY.get(FLOAT, cosine + 4L * i);
            float sin = MEMORY.get(FLOAT, sine + 4L * i);
            MEMORY.set(FLOAT, output + 4L * i, x1 * cos - x2 * sin);
            MEMORY.set(FLOAT, outputSecond + 4L * i, x2 * cos + x1 * sin);
        }
    }
}
