package genops.benchmarks.kernel;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Activation;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.RmsNorm;
import genops.shapes.operator.Upsample;
import java.util.Optional;

/**
 * Kernels of the suite each call of which takes some percent longer, exactly: after its work it waits for that share of the time that the
 * work took. So a comparison can be held against what is known to be true.
 *
 * @param <O> the operator's record
 */
public abstract class PlantedSlowdown<O extends Operator> implements Kernel<O> {
    private static final double SHARE = Double.parseDouble(System.getProperty("genops.test.planted", "3")) / 100;
    private static final String BACKEND = "planted/";

    private final Class<O> operator;
    private final String slowed;

    /** @param slowed id of the kernel that is slowed down */
    PlantedSlowdown(Class<O> operator, String slowed) {
        this.operator = operator;
        this.slowed = slowed;
    }

    private Kernel<O> kernel() {
        return Kernels.find(operator, slowed);
    }

    @Override
    public String id() {
        return BACKEND + slowed.substring(slowed.indexOf('/') + 1);
    }

    @Override
    public Class<O> operator() {
        return operator;
    }

    @Override
    public Precision precision() {
        return kernel().precision();
    }

    @Override
    public double errorFactor() {
        return kernel().errorFactor();
    }

    @Override
    public Optional<String> errorReason() {
        return kernel().errorReason();
    }

    @Override
    public Optional<String> unsupported(O shape) {
        return kernel().unsupported(shape);
    }

    @Override
    public long workspaceBytes(O shape) {
        return kernel().workspaceBytes(shape);
    }

    @Override
    public BoundKernel bind(O shape, Tensors tensors) {
        BoundKernel bound = kernel().bind(shape, tensors);
        return new BoundKernel() {
            @Override
            public void run() {
                long begun = System.nanoTime();
                bound.run();
                long worked = System.nanoTime() - begun;
                long end = begun + worked + (long) (SHARE * worked);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public long workspaceBytes() {
                return bound.workspaceBytes();
            }

            @Override
            public void close() {
                bound.close();
            }
        };
    }

    /** Linear layers of many rows. */
    public static final class Gemm extends PlantedSlowdown<Linear> {
        public Gemm() {
            super(Linear.class, "vector/gemm");
        }
    }

    /** Linear layers of few rows. */
    public static final class Gemv extends PlantedSlowdown<Linear> {
        public Gemv() {
            super(Linear.class, "vector/gemv");
        }
    }

    /** Flash attention. */
    public static final class Flash extends PlantedSlowdown<Attention> {
        public Flash() {
            super(Attention.class, "vector/flash");
        }
    }

    /** Attention by three operators. */
    public static final class Unfused extends PlantedSlowdown<Attention> {
        public Unfused() {
            super(Attention.class, "vector/unfused");
        }
    }

    /** Convolution. */
    public static final class Winograd extends PlantedSlowdown<Convolution> {
        public Winograd() {
            super(Convolution.class, "vector/winograd");
        }
    }

    /** Normalisation. */
    public static final class TwoPass extends PlantedSlowdown<RmsNorm> {
        public TwoPass() {
            super(RmsNorm.class, "vector/two-pass");
        }
    }

    /** Activation. */
    public static final class Elementwise extends PlantedSlowdown<Activation> {
        public Elementwise() {
            super(Activation.class, "vector/elementwise");
        }
    }

    /** Layout. */
    public static final class Copy extends PlantedSlowdown<Upsample> {
        public Copy() {
            super(Upsample.class, "vector/copy");
        }
    }
}
