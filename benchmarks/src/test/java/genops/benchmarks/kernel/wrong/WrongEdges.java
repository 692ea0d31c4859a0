package genops.benchmarks.kernel.wrong;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.RmsNorm;

/** Kernels that are wrong at an edge. */
public final class WrongEdges {

    private WrongEdges() {}

    /** Leaves the last channel out of the mean. */
    public static final class ShortTail extends Wrong<RmsNorm> {
        public ShortTail() {
            super(RmsNorm.class);
        }

        @Override
        public BoundKernel bind(RmsNorm shape, Tensors tensors) {
            return () -> {
                for (long row = 0; row < shape.rows(); row++) {
                    double squares = 0;
                    for (int c = 0; c < shape.channels() - 1; c++) {
                        squares += Math.pow(at(tensors.get("input"), row * shape.channels() + c), 2);
                    }
                    double scale = 1 / Math.sqrt(squares / shape.channels() + RmsNorm.EPSILON);
                    for (int c = 0; c < shape.channels(); c++) {
                        put(tensors.output(), row * shape.channels() + c,
                                (float) (scale * at(tensors.get("weight"), c) * at(tensors.get("input"), row * shape.channels() + c)));
                    }
                }
            };
        }
    }

    /** Forgets the mask. */
    public static final class ForgetsTheMask extends Wrong<Attention> {
        public ForgetsTheMask() {
            super(Attention.class);
        }

        @Override
        public BoundKernel bind(Attention shape, Tensors tensors) {
            Attention shorter = new Attention(shape.batch(), shape.heads(), shape.queryLength(), shape.keyLength(), shape.headDim(),
                    shape.kvHeads(), false);
            return () -> right(shape.causal() ? shorter : shape, tensors);
        }
    }

    /** Leaves the last row of the output as it was. */
    public static final class SkipsTheLastQuery extends Wrong<Attention> {
        public SkipsTheLastQuery() {
            super(Attention.class);
        }

        @Override
        public BoundKernel bind(Attention shape, Tensors tensors) {
            long row = 4L * shape.heads() * shape.headDim();
            return () -> {
                byte[] before = tensors.output().asSlice(tensors.output().byteSize() - row).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                right(shape, tensors);
                java.lang.foreign.MemorySegment.copy(before, 0, tensors.output(), java.lang.foreign.ValueLayout.JAVA_BYTE,
                        tensors.output().byteSize() - row, before.length);
            };
        }
    }

    /** Adds no bias to the last channel. */
    public static final class LosesOneBias extends Wrong<Convolution> {
        public LosesOneBias() {
            super(Convolution.class);
        }

        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> {
                right(shape, tensors);
                int last = shape.outChannels() - 1;
                for (long i = last; i < tensors.output().byteSize() / 4; i += shape.outChannels()) {
                    put(tensors.output(), i, at(tensors.output(), i) - at(tensors.get("bias"), last));
                }
            };
        }
    }

    /** Exchanges two places. */
    public static final class SwappedPlaces extends Wrong<Rearrange> {
        public SwappedPlaces() {
            super(Rearrange.class);
        }

        @Override
        public BoundKernel bind(Rearrange shape, Tensors tensors) {
            return () -> {
                right(shape, tensors);
                long middle = tensors.output().byteSize() / 8;
                float one = at(tensors.output(), middle);
                put(tensors.output(), middle, at(tensors.output(), middle + 1));
                put(tensors.output(), middle + 1, one);
            };
        }
    }
}
