package genops.kernels.large;

import genops.kernels.Backend;
import genops.kernels.BoundKernel;
import genops.kernels.InputKind;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Verification;
import genops.kernels.verify.VerifySeed;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Main class of a JVM that verifies every kernel of the CPU at one shape, with inputs of the first kind. Arguments: operator and shape.
 * A line for each kernel: {@code correct}, {@code WRONG} or {@code not run}; exit status 1 where one is wrong.
 */
final class LargeShapeRun {
    private static final long KEPT_FREE = 1L << 30;

    private LargeShapeRun() {}

    public static void main(String[] arguments) throws IOException {
        boolean right = true;
        Operator shape = OperatorType.of(arguments[0]).parse(arguments[1]);
        for (Kernel<?> kernel : Kernels.all()) {
            if (kernel.operator() == shape.getClass()) {
                right &= verify(kernel, shape);
            }
        }
        System.exit(right ? 0 : 1);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> boolean verify(Kernel<?> any, O shape) throws IOException {
        Kernel<O> kernel = (Kernel<O>) any;
        Backend backend = Kernels.backends().stream().filter(b -> b.name().equals(kernel.backend())).findFirst().orElseThrow();
        if (backend.onDevice() || backend.unavailable().isPresent() || kernel.unsupported(shape).isPresent()) {
            return true;
        }
        System.out.print(shape.type().label() + " " + shape.text() + " " + kernel.id() + ": ");
        System.out.flush();
        long lacking = Tensors.bytes(shape) + kernel.workspaceBytes(shape) + KEPT_FREE - available();
        if (lacking > 0) {
            System.out.println("not run, " + lacking / 1_000_000 + " MB of memory are missing");
            return true;
        }
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), VerifySeed.get()); BoundKernel bound = kernel.bind(shape, tensors)) {
            Verification verification = KernelCheck.open(kernel, shape, new CheckedTensors(tensors, VerifySeed.get()), bound, VerifySeed.get())
                    .verify(List.of(InputKind.UNIFORM), false);
            System.out.println((verification.passed() ? "correct, " : "WRONG, ") + verification.describe());
            return verification.passed();
        } catch (RuntimeException | Error e) {
            System.out.println("WRONG, " + e);
            return false;
        }
    }

    private static long available() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(Long.MAX_VALUE);
    }
}
