package genops.benchmarks.fork;

import genops.kernels.Backend;
import genops.kernels.BoundKernel;
import genops.kernels.DeviceTimed;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.cuda.CudaException;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.kernels.verify.VerifySeed;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One kernel at one shape, from its tensors to its release: verified before it is timed, and after every iteration on what the last
 * timed call wrote.
 * Whatever keeps it from being timed is reported through {@link CaseChannel} and thrown.
 */
public final class TimedCase implements AutoCloseable {
    private final Checked<?> checked;
    private boolean refused;

    private TimedCase(Checked<?> checked) {
        this.checked = checked;
    }

    /** A case that is not, or no longer, to be timed. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Refused(CaseReport report, Throwable cause) {
            super(report.status() + ": " + report.reason(), cause);
        }
    }

    /** A kernel bound to the tensors of a shape, and its examination. */
    private record Checked<O extends Operator>(Kernel<O> kernel, CheckedTensors tensors, BoundKernel bound, KernelCheck<O> check,
            long seed) {

        Examination examination() {
            return Examination.of(kernel, check, seed);
        }
    }

    /**
     * Makes the tensors, binds the kernel and verifies it.
     *
     * @throws Refused where the kernel does not support the shape, memory is lacking, or the output is wrong
     */
    public static TimedCase open(Operator shape, String kernelId) {
        CaseChannel.startWatchdog(report(Status.TIMED_OUT, "no result after " + System.getProperty(CaseChannel.SECONDS) + " s"));
        try {
            return new TimedCase(check(shape, kernelId));
        } catch (Refused e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw refuse(failure(e), e);
        }
    }

    /** What a case that ended by an exception is reported as. */
    public static CaseReport failure(Throwable e) {
        boolean lacking = e instanceof CudaException cuda && cuda.outOfMemory();
        return report(lacking ? Status.SKIPPED : Status.CRASHED, oneLine(e));
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> Checked<O> check(Operator operator, String kernelId) {
        O shape = (O) operator;
        Kernel<O> kernel = Kernels.find((Class<O>) operator.getClass(), kernelId);
        Optional<String> unsupported = kernel.unsupported(shape);
        if (unsupported.isPresent()) {
            throw refuse(report(Status.UNSUPPORTED, unsupported.get()), null);
        }
        Optional<String> lacking = HostMemory.lacking(Verifier.bytesNeeded(kernel, shape));
        if (lacking.isPresent()) {
            throw refuse(report(Status.SKIPPED, lacking.get()), null);
        }
        long seed = VerifySeed.get();
        CheckedTensors tensors = new CheckedTensors(Tensors.random(shape, kernel.precision(), seed), seed);
        BoundKernel bound = kernel.bind(shape, tensors.tensors());
        KernelCheck<O> check = KernelCheck.open(kernel, shape, tensors, bound, seed);
        Checked<O> checked = new Checked<>(kernel, tensors, bound, check, seed);
        Verification before = check.before();
        if (!before.passed()) {
            throw refuse(failed("before timing: ", before, seed).examined(checked.examination()), null);
        }
        Optional<String> untimed = Kernels.backends().stream().filter(b -> b.name().equals(kernel.backend())).findFirst()
                .flatMap(Backend::untimed);
        if (untimed.isPresent()) {
            throw refuse(report(Status.SKIPPED, "verified, not timed: " + untimed.get(), before).launching(bound.launches())
                    .examined(checked.examination()), null);
        }
        WarmUp.of(bound::run);
        return checked;
    }

    /** The kernel to time. */
    public BoundKernel bound() {
        return checked.bound;
    }

    /** Largest error of the verified calls so far. */
    public double error() {
        return checked.check.error();
    }

    /** Before an iteration: other inputs, and nothing in the output that could pass for what its calls should write. */
    public void prepare() {
        checked.tensors.change();
        checked.check.prepare();
    }

    /**
     * Verifies what the last call of an iteration wrote.
     *
     * @throws Refused where it is wrong
     */
    public void verifyIteration() {
        refuseUnlessPassed(checked.check.afterIteration());
    }

    private void refuseUnlessPassed(Verification verification) {
        if (!verification.passed()) {
            refused = true;
            throw refuse(failed("while timing: ", verification, checked.seed).examined(checked.examination()), null);
        }
    }

    /**
     * Device time of one call, for a kernel whose device measures it: taken between iterations, the outputs are written again.
     *
     * @throws Refused where the device fails
     */
    public OptionalDouble deviceNanoseconds() {
        try {
            return checked.bound instanceof DeviceTimed device ? OptionalDouble.of(DeviceTime.nanoseconds(device, DeviceTime.cache()))
                    : OptionalDouble.empty();
        } catch (RuntimeException e) {
            throw refuse(failure(e), e);
        }
    }

    /**
     * Looks at what must not have been written and reports the case, unless an iteration was refused.
     *
     * @throws Refused where something was destroyed
     */
    public void finish() {
        if (!refused) {
            refuseUnlessPassed(checked.check.end());
            CaseChannel.send(CaseReport.measured(checked.check.error(), checked.check.tolerance()).launching(checked.bound.launches())
                    .examined(checked.examination()));
        }
    }

    @Override
    public void close() {
        checked.bound.close();
        checked.tensors.tensors().close();
    }

    private static Refused refuse(CaseReport report, Throwable cause) {
        CaseChannel.send(report);
        return new Refused(report, cause);
    }

    /** A case that is refused for a reason. */
    public static CaseReport report(Status status, String reason) {
        return CaseReport.refused(status, reason, Double.NaN, Double.NaN);
    }

    /** A case that is refused for what its verification gave. */
    public static CaseReport report(Status status, String reason, Verification verification) {
        return CaseReport.refused(status, reason, verification.error(), verification.tolerance());
    }

    /** The report of a kernel that is wrong, with the seed that shows it again. */
    public static CaseReport failed(String when, Verification verification, long seed) {
        return report(Status.FAILED_VERIFICATION, when + verification.describe() + " (seed " + seed + ")", verification);
    }

    static String oneLine(Throwable e) {
        return (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()).lines().findFirst().orElse("");
    }
}
