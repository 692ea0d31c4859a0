package genops.benchmarks.kernel.wrong;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Activation;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.LayerNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Scale;
import genops.shapes.operator.Softmax;
import java.lang.foreign.MemorySegment;

/** Kernels whose arithmetic is wrong, for some inputs at least. */
public final class WrongNumbers {

    private WrongNumbers() {}

    /** Subtracts no maximum: infinite from inputs of 89 on. */
    public static final class NoMaximum extends Wrong<Softmax> {
        public NoMaximum() {
            super(Softmax.class);
        }

        @Override
        public BoundKernel bind(Softmax shape, Tensors tensors) {
            return () -> {
                for (long row = 0; row < shape.rows(); row++) {
                    double sum = 0;
                    for (long i = row * shape.channels(); i < (row + 1) * shape.channels(); i++) {
                        float e = (float) Math.exp(at(tensors.get("input"), i));
                        put(tensors.output(), i, e);
                        sum += e;
                    }
                    for (long i = row * shape.channels(); i < (row + 1) * shape.channels(); i++) {
                        put(tensors.output(), i, (float) (at(tensors.output(), i) / sum));
                    }
                }
            };
        }
    }

    /** Takes the variance as E[x²] − E[x]². */
    public static final class NaiveVariance extends Wrong<LayerNorm> {
        private static final int LANES = 64;

        public NaiveVariance() {
            super(LayerNorm.class);
        }

        @Override
        public BoundKernel bind(LayerNorm shape, Tensors tensors) {
            return () -> {
                for (int row = 0; row < shape.rows(); row++) {
                    row(shape, tensors, (long) row * shape.channels());
                }
            };
        }

        private static void row(LayerNorm shape, Tensors tensors, long first) {
            int channels = shape.channels();
            float[] sums = new float[LANES];
            float[] squares = new float[LANES];
            for (int c = 0; c < channels; c++) {
                float x = at(tensors.get("input"), first + c);
                sums[c % LANES] += x;
                squares[c % LANES] += x * x;
            }
            for (int lane = 1; lane < LANES; lane++) {
                sums[0] += sums[lane];
                squares[0] += squares[lane];
            }
            float mean = sums[0] / channels;
            float scale = (float) (1 / Math.sqrt(squares[0] / channels - mean * mean + LayerNorm.EPSILON));
            for (int c = 0; c < channels; c++) {
                put(tensors.output(), first + c, (at(tensors.get("input"), first + c) - mean) * scale * at(tensors.get("weight"), c)
                        + at(tensors.get("bias"), c));
            }
        }
    }

    /** Makes the hyperbolic tangent of two exponentials: NaN from inputs of about 11 on. */
    public static final class TanhOfExponentials extends Wrong<Activation> {
        public TanhOfExponentials() {
            super(Activation.class);
        }

        @Override
        public BoundKernel bind(Activation shape, Tensors tensors) {
            return () -> {
                for (long i = 0; i < shape.elements(); i++) {
                    float x = at(tensors.get("input"), i);
                    float e = (float) Math.exp(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
                    put(tensors.output(), i, (float) (0.5 * x * (1.0 + (e - 1.0f) / (e + 1.0f))));
                }
            };
        }
    }

    /** Names its own tolerance and returns zeros. */
    public static final class OwnTolerance extends Wrong<Scale> {
        public OwnTolerance() {
            super(Scale.class);
        }

        @Override
        public double errorFactor() {
            return 1e9;
        }

        @Override
        public BoundKernel bind(Scale shape, Tensors tensors) {
            return () -> tensors.output().fill((byte) 0);
        }
    }

    /** Takes the moments for known that inputs uniform in [−1, 1) have. */
    public static final class HardCodedMoments extends Wrong<GroupNorm> {
        public HardCodedMoments() {
            super(GroupNorm.class);
        }

        @Override
        public BoundKernel bind(GroupNorm shape, Tensors tensors) {
            return () -> {
                float scale = (float) (1 / Math.sqrt(1 / 3.0 + GroupNorm.EPSILON));
                long elements = (long) shape.batch() * shape.positions() * shape.channels();
                for (long i = 0; i < elements; i++) {
                    int c = (int) (i % shape.channels());
                    put(tensors.output(), i, at(tensors.get("input"), i) * scale * at(tensors.get("weight"), c)
                            + at(tensors.get("bias"), c));
                }
            };
        }
    }

    /** Right but for one element of a million. */
    public static final class SkipsOneElement extends Wrong<Linear> {
        private static final long SKIPPED = 1234 * 256 + 77;

        public SkipsOneElement() {
            super(Linear.class);
        }

        @Override
        public BoundKernel bind(Linear shape, Tensors tensors) {
            return () -> multiply(shape, tensors);
        }

        private static void multiply(Linear shape, Tensors tensors) {
            int depth = shape.inFeatures();
            float[] weight = tensors.get("weight").toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT);
            for (int m = 0; m < shape.rows(); m++) {
                MemorySegment row = tensors.get("input").asSlice(4L * m * depth, 4L * depth);
                for (int n = 0; n < shape.outFeatures(); n++) {
                    double sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum += at(row, k) * weight[n * depth + k];
                    }
                    long element = (long) m * shape.outFeatures() + n;
                    put(tensors.output(), element, element == SKIPPED ? 0 : (float) sum);
                }
            }
        }
    }

    /** Multiplies inputs rounded to fp16, and says fp32. */
    public static final class HalfPrecision extends Wrong<Linear> {
        public HalfPrecision() {
            super(Linear.class);
        }

        @Override
        public BoundKernel bind(Linear shape, Tensors tensors) {
            return () -> {
                for (long unit = 0; unit < (long) shape.rows() * shape.outFeatures(); unit++) {
                    long row = unit / shape.outFeatures() * shape.inFeatures();
                    long feature = unit % shape.outFeatures() * shape.inFeatures();
                    float sum = 0;
                    for (int k = 0; k < shape.inFeatures(); k++) {
                        sum += Float.float16ToFloat(Float.floatToFloat16(at(tensors.get("input"), row + k)))
                                * at(tensors.get("weight"), feature + k);
                    }
                    put(tensors.output(), unit, sum);
                }
            };
        }
    }
}
