package genops.benchmarks.turns;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.DeviceTime;
import genops.kernels.BoundKernel;
import genops.kernels.DeviceTimed;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Operator;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/** One kernel bound to the tensors of a shape, which takes its turn in every round. */
final class Contender<O extends Operator> implements AutoCloseable {
    /** A call that takes this long is a turn by itself, verified each time. */
    static final double LONG_CALL_NANOSECONDS = 50e6;
    /** A turn is as many calls as take about this long, or one. */
    private static final double TURN_NANOSECONDS = 8e6;
    /** So long threads spin that wait for more work, our own and those of OpenMP: they have given way when a turn begins. */
    private static final long SPINNING_NANOSECONDS = 700_000;

    private final Kernel<O> kernel;
    private final O shape;
    private final Tensors tensors;
    private final BoundKernel bound;
    private double callNanoseconds;
    private OptionalDouble deviceNanoseconds = OptionalDouble.empty();
    private double error;
    private double tolerance;

    /**
     * Binds the kernel.
     *
     * @param callSeconds what a call is expected to take
     */
    Contender(Kernel<O> kernel, O shape, Tensors tensors, double callSeconds) {
        this.kernel = kernel;
        this.shape = shape;
        this.tensors = tensors;
        callNanoseconds = 1e9 * callSeconds;
        bound = kernel.bind(shape, tensors);
    }

    String kernel() {
        return kernel.id();
    }

    /** Overwrites the output, so that what this kernel does not write is seen after its next call. */
    void poison() {
        tensors.poisonOutput();
        bound.upload();
    }

    /** Calls the kernel until it is steady. */
    void warmUp(TurnsWarmUp warmUp) {
        callNanoseconds = warmUp.of(bound::run);
    }

    boolean longCalls() {
        return callNanoseconds >= LONG_CALL_NANOSECONDS;
    }

    /**
     * One turn: as many calls as take some milliseconds; of short calls the first, which finds the caches as another kernel left them and
     * threads asleep, does not count.
     */
    void turn() {
        LockSupport.parkNanos(SPINNING_NANOSECONDS);
        if (!longCalls()) {
            bound.run();
        }
        int calls = (int) Math.max(1, TURN_NANOSECONDS / Math.max(1, callNanoseconds));
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            bound.run();
        }
        callNanoseconds = (double) (System.nanoTime() - begun) / calls;
        deviceNanoseconds = bound instanceof DeviceTimed device ? OptionalDouble.of(DeviceTime.nanoseconds(device, DeviceTime.cache()))
                : OptionalDouble.empty();
    }

    /** Compares what the last call wrote. */
    Verification compare(Verifier verifier) {
        Verification verification = verifier.compare(kernel, shape, tensors, bound);
        error = Math.max(error, verification.error());
        tolerance = verification.tolerance();
        return verification;
    }

    /** Nanoseconds of one call in the last turn. */
    double callNanoseconds() {
        return callNanoseconds;
    }

    /** Nanoseconds that a turn takes. */
    double turnNanoseconds() {
        return SPINNING_NANOSECONDS + (longCalls() ? callNanoseconds : Math.max(TURN_NANOSECONDS, callNanoseconds) + callNanoseconds);
    }

    /** The same by the clock of a device; empty on the CPU. */
    OptionalDouble deviceNanoseconds() {
        return deviceNanoseconds;
    }

    CaseReport report() {
        return CaseReport.measured(error, tolerance).launching(bound.launches());
    }

    @Override
    public void close() {
        bound.close();
    }
}
