package genops.benchmarks.fork;

import genops.kernels.Backend;
import genops.kernels.BoundKernel;
import genops.kernels.DeviceTimed;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.cuda.CudaException;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One kernel at one shape, from its tensors to its release: verified before it is timed, and again on what the timed calls wrote.
 * Whatever keeps it from being timed is reported through {@link CaseChannel} and thrown.
 */
public final class TimedCase implements AutoCloseable {
    private static final long SEED = 20231214;

    private final Checked<?> checked;

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

    /** A kernel bound to the tensors of a shape, with the type of its operator. */
    private record Checked<O extends Operator>(Kernel<O> kernel, O shape, Tensors tensors, BoundKernel bound, Verifier verifier,
            Verification before) {

        Verification after() {
            return verifier.compare(kernel, shape, tensors, bound);
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
        Tensors tensors = Tensors.random(shape, kernel.precision(), SEED);
        BoundKernel bound = kernel.bind(shape, tensors);
        Verifier verifier = new Verifier(Sampling.units(shape, tensors), SEED);
        Verification before = verifier.runAndCompare(kernel, shape, tensors, bound);
        if (!before.passed()) {
            throw refuse(report(Status.FAILED_VERIFICATION, "before timing: " + before.describe(), before), null);
        }
        Optional<String> untimed = Kernels.backends().stream().filter(b -> b.name().equals(kernel.backend())).findFirst()
                .flatMap(Backend::untimed);
        if (untimed.isPresent()) {
            throw refuse(report(Status.SKIPPED, "verified, not timed: " + untimed.get(), before).launching(bound.launches()), null);
        }
        WarmUp.of(bound::run);
        return new Checked<>(kernel, shape, tensors, bound, verifier, before);
    }

    /** The kernel to time. */
    public BoundKernel bound() {
        return checked.bound;
    }

    /** Error of the verification before timing. */
    public double error() {
        return checked.before.error();
    }

    /** Poisons the output, so that what the timed calls do not write is seen afterwards. */
    public void poison() {
        checked.tensors.poisonOutput();
        checked.bound.upload();
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
     * Verifies what the timed calls wrote and reports the case.
     *
     * @throws Refused where it is wrong
     */
    public void verifyTimed() {
        Verification after = checked.after();
        if (!after.passed()) {
            throw refuse(report(Status.FAILED_VERIFICATION, "after timing: " + after.describe(), after), null);
        }
        CaseChannel.send(CaseReport.measured(Math.max(checked.before.error(), after.error()), after.tolerance())
                .launching(checked.bound.launches()));
    }

    @Override
    public void close() {
        checked.bound.close();
        checked.tensors.close();
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

    static String oneLine(Throwable e) {
        return (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()).lines().findFirst().orElse("");
    }
}
