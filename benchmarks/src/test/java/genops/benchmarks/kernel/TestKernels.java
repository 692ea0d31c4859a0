package genops.benchmarks.kernel;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.shapes.operator.Convolution;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;

/** Kernels of convolution, one for each way a case can end; as a user's own they come from outside the jar. */
public final class TestKernels {

    private TestKernels() {}

    abstract static class Base implements Kernel<Convolution> {

        @Override
        public String id() {
            return "test/" + getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public Class<Convolution> operator() {
            return Convolution.class;
        }
    }

    /** Correct: the reference, rounded. */
    public static final class Slow extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> evaluate(shape, tensors);
        }
    }

    /** Writes zeros, which are small errors only to an absolute tolerance. */
    public static final class Zero extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> tensors.output().fill((byte) 0);
        }
    }

    /** Correct before it is timed, and does nothing after. */
    public static final class Lazy extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> {
                if (isVerifying()) {
                    evaluate(shape, tensors);
                }
            };
        }

        /** By its callers, which is the most a kernel can know. */
        private static boolean isVerifying() {
            return StackWalker.getInstance().walk(frames -> frames.anyMatch(f -> f.getMethodName().equals("before")));
        }
    }

    /** Takes the JVM with it. */
    public static final class Dying extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> Runtime.getRuntime().halt(7);
        }
    }

    /** Writes where there is no memory, as native code with a wrong pointer does. */
    public static final class Segfaulting extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> MemorySegment.ofAddress(64).reinterpret(64).set(ValueLayout.JAVA_LONG, 0, 1);
        }
    }

    /** Correct, and prints in every call. */
    public static final class Chatty extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> {
                System.out.println("a call of a chatty kernel");
                evaluate(shape, tensors);
            };
        }
    }

    /** Never returns. */
    public static final class Hanging extends Base {
        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            return () -> {
                while (true) {
                    try {
                        Thread.sleep(Duration.ofHours(1));
                    } catch (InterruptedException e) {
                        // as native code would, it does not listen
                        continue;
                    }
                }
            };
        }
    }

    /** Supports nothing. */
    public static final class Picky extends Base {
        @Override
        public Optional<String> unsupported(Convolution shape) {
            return Optional.of("supports no shape at all");
        }

        @Override
        public BoundKernel bind(Convolution shape, Tensors tensors) {
            throw new UnsupportedOperationException(unsupported(shape).orElseThrow());
        }
    }

    private static void evaluate(Convolution shape, Tensors tensors) {
        Reference<Convolution> reference = References.of(Convolution.class);
        MemorySegment output = tensors.output();
        int length = reference.unitLength(shape);
        double[] value = new double[length];
        double[] magnitude = new double[length];
        for (long unit = 0; unit < output.byteSize() / Float.BYTES / length; unit++) {
            reference.evaluate(shape, tensors, unit, value, magnitude);
            for (int i = 0; i < length; i++) {
                output.setAtIndex(ValueLayout.JAVA_FLOAT, unit * length + i, (float) value[i]);
            }
        }
    }
}
