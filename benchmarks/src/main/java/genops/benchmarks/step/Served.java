package genops.benchmarks.step;

import genops.benchmarks.fork.WarmUp;
import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Verification;
import genops.kernels.verify.VerifySeed;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import java.util.List;

/**
 * A kernel that serves a shape of a step.
 *
 * @param kernel the fastest of the stack's
 * @param shape the shape
 * @param tensors its tensors, which are not the kernel's to close
 * @param bound the kernel, bound to them
 */
record Served<O extends Operator>(Kernel<O> kernel, O shape, Tensors tensors, BoundKernel bound) implements AutoCloseable {
    private static final long SEED = 20231214;
    /** Calls to tell the faster of two kernels, a long one fewer. */
    private static final int CALLS = 10;
    private static final double SECONDS = 0.2;

    /**
     * Verifies each of several kernels at a shape, warms it up, and keeps the fastest.
     *
     * @throws StepRefused where one of them is wrong
     */
    static <O extends Operator> Served<O> byFastest(O shape, Tensors tensors, List<Kernel<O>> candidates) {
        Served<O> fastest = null;
        double least = Double.POSITIVE_INFINITY;
        try {
            for (Kernel<O> kernel : candidates) {
                Served<O> candidate = new Served<>(kernel, shape, tensors, kernel.bind(shape, tensors));
                double seconds;
                try {
                    candidate.verify("before timing");
                    WarmUp.oneOfMany(candidate.bound::run);
                    seconds = candidates.size() == 1 ? 0 : candidate.seconds();
                } catch (RuntimeException | Error e) {
                    candidate.close();
                    throw e;
                }
                if (seconds < least) {
                    if (fastest != null) {
                        fastest.close();
                    }
                    fastest = candidate;
                    least = seconds;
                } else {
                    candidate.close();
                }
            }
        } catch (RuntimeException | Error e) {
            if (fastest != null) {
                fastest.close();
            }
            throw e;
        }
        return fastest;
    }

    /**
     * Runs the kernel on a poisoned output and compares what it wrote with the reference.
     *
     * @param when said where it is wrong
     * @throws StepRefused where it is wrong
     */
    void verify(String when) {
        long seed = VerifySeed.get();
        Verification verification = KernelCheck.open(kernel, shape, new CheckedTensors(tensors, seed), bound, seed).first();
        if (!verification.passed()) {
            throw new StepRefused(Status.FAILED_VERIFICATION, kernel.id() + " at " + name() + " " + when + ": " + verification.describe()
                    + " (seed " + seed + ")");
        }
    }

    /** Seconds of the fastest of a few calls. */
    private double seconds() {
        double least = Double.POSITIVE_INFINITY;
        double gone = 0;
        for (int i = 0; i < CALLS && gone < SECONDS; i++) {
            long begun = System.nanoTime();
            bound.run();
            double seconds = (System.nanoTime() - begun) / 1e9;
            least = Math.min(least, seconds);
            gone += seconds;
        }
        return least;
    }

    /** Operator and shape, as in results. */
    String name() {
        return shape.type().label() + " " + shape.text();
    }

    @Override
    public void close() {
        bound.close();
    }
}
