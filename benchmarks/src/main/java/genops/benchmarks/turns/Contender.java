package genops.benchmarks.turns;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.DeviceTime;
import genops.benchmarks.fork.Examination;
import genops.benchmarks.fork.TimedCase;
import genops.benchmarks.fork.WarmUp;
import genops.kernels.BoundKernel;
import genops.kernels.DeviceTimed;
import genops.kernels.Kernel;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Verification;
import genops.shapes.operator.Operator;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/** One kernel bound to the tensors of a shape, which takes its turn in every round. */
final class Contender<O extends Operator> implements AutoCloseable {
    /** A call that takes this long is a turn by itself, verified each time. */
    static final double LONG_CALL_NANOSECONDS = 50e6;
    /** A turn is as many calls as take about this long, or one. */
    private static final double TURN_NANOSECONDS = 8e6;
    /** What is timed by itself within a turn: a thousand times the resolution of the clock. */
    private static final double BATCH_NANOSECONDS = 5e4;
    /** So long threads spin that wait for more work, our own and those of OpenMP: they have given way when a turn begins. */
    private static final long SPINNING_NANOSECONDS = 700_000;

    private final Kernel<O> kernel;
    private final BoundKernel bound;
    private final KernelCheck<O> check;
    private final long seed;
    private double callNanoseconds;
    private OptionalDouble deviceNanoseconds = OptionalDouble.empty();

    /**
     * Binds the kernel.
     *
     * @param callSeconds what a call is expected to take
     * @param seed selects what of the output is compared
     */
    Contender(Kernel<O> kernel, O shape, CheckedTensors tensors, double callSeconds, long seed) {
        this.kernel = kernel;
        this.seed = seed;
        callNanoseconds = 1e9 * callSeconds;
        bound = kernel.bind(shape, tensors.tensors());
        check = KernelCheck.open(kernel, shape, tensors, bound, seed);
    }

    String kernel() {
        return kernel.id();
    }

    /**
     * Why the kernel is not timed; empty where the calls before timing are right.
     *
     * @param one whether one is enough: every timed call will be verified, or another process has made several
     */
    Optional<CaseReport> before(boolean one) {
        return failure("before timing: ", one ? check.first() : check.before());
    }

    /** Before a turn that is looked at: nothing in the output may pass for what it should write. */
    void prepare() {
        check.prepareAmongOthers();
    }

    /** What is wrong with what the last call of the turn wrote; empty where nothing is. */
    Optional<CaseReport> afterTurn() {
        return failure("while timing: ", check.afterIteration());
    }

    /** What is wrong with the tensors after the last turn; empty where nothing is. */
    Optional<CaseReport> end() {
        return failure("after timing: ", check.end());
    }

    private Optional<CaseReport> failure(String when, Verification verification) {
        return verification.passed() ? Optional.empty()
                : Optional.of(TimedCase.failed(when, verification, seed).examined(Examination.of(kernel, check, seed)));
    }

    /**
     * Calls the kernel until it is steady, and once more, timed.
     *
     * @param familiar whether the kernel ran in this JVM before, so that most of its code is compiled
     */
    void warmUp(boolean familiar) {
        if (familiar) {
            WarmUp.oneOfMany(bound::run);
        } else {
            WarmUp.of(bound::run);
        }
        long begun = System.nanoTime();
        bound.run();
        callNanoseconds = System.nanoTime() - begun;
    }

    boolean longCalls() {
        return callNanoseconds >= LONG_CALL_NANOSECONDS;
    }

    /**
     * One turn: as many calls as take some milliseconds; of short calls the first, which finds the caches as another kernel left them and
     * threads asleep, does not count.
     */
    void turn() {
        begin();
        int calls = calls(TURN_NANOSECONDS);
        callNanoseconds = batch(calls);
        deviceNanoseconds = bound instanceof DeviceTimed device ? OptionalDouble.of(DeviceTime.nanoseconds(device, DeviceTime.cache()))
                : OptionalDouble.empty();
    }

    /**
     * The same, each call or some microseconds of short ones timed by themselves: what disturbs a part of the turn leaves the others.
     *
     * @return the lower quartile of the nanoseconds of a call
     */
    double levelOfTurn() {
        begin();
        int batch = calls(BATCH_NANOSECONDS);
        double[] times = new double[Math.max(1, calls(TURN_NANOSECONDS) / batch)];
        for (int i = 0; i < times.length; i++) {
            times[i] = batch(batch);
        }
        Arrays.sort(times);
        callNanoseconds = times[(times.length - 1) / 4];
        return callNanoseconds;
    }

    private void begin() {
        LockSupport.parkNanos(SPINNING_NANOSECONDS);
        if (!longCalls()) {
            bound.run();
        }
    }

    private int calls(double nanoseconds) {
        return (int) Math.max(1, nanoseconds / Math.max(1, callNanoseconds));
    }

    /** Nanoseconds of a call, over so many. */
    private double batch(int calls) {
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            bound.run();
        }
        return (double) (System.nanoTime() - begun) / calls;
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
        return CaseReport.measured(check.error(), check.tolerance()).launching(bound.launches())
                .examined(Examination.of(kernel, check, seed));
    }

    @Override
    public void close() {
        bound.close();
    }
}
