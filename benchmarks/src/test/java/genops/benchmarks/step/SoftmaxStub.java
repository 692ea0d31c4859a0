package genops.benchmarks.step;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.shapes.operator.Softmax;
import java.util.concurrent.locks.LockSupport;

/** Kernels of softmax beside the stack's own, one for each way in which they can go wrong. */
enum SoftmaxStub implements Kernel<Softmax> {
    /** Writes zeros. */
    ZERO,
    /** Right the first time it runs, and does nothing after that. */
    LAZY,
    /** Right, and takes twenty milliseconds. */
    SLOW;

    static final long SLOW_NANOSECONDS = 20_000_000;

    @Override
    public String id() {
        return "vector/" + name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Class<Softmax> operator() {
        return Softmax.class;
    }

    @Override
    public BoundKernel bind(Softmax shape, Tensors tensors) {
        BoundKernel right = Kernels.find(Softmax.class, "vector/three-pass").bind(shape, tensors);
        boolean[] ran = {false};
        return switch (this) {
            case ZERO -> () -> tensors.output().fill((byte) 0);
            case LAZY -> () -> {
                if (!ran[0]) {
                    right.run();
                    ran[0] = true;
                }
            };
            case SLOW -> () -> {
                LockSupport.parkNanos(SLOW_NANOSECONDS);
                right.run();
            };
        };
    }
}
