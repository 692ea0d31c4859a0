package genops.kernels.large;

import genops.kernels.Backend;
import genops.kernels.BoundKernel;
import genops.kernels.InputKind;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Precision;
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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Main class of a JVM that verifies every kernel of the CPU at one shape, with inputs of the first kind. Arguments: operator and shape.
 * A line for each kernel: {@code correct}, {@code WRONG} or {@code not run}; exit status 1 where one is wrong.
 */
final class LargeShapeRun<O extends Operator> {
    private static final long KEPT_FREE = 1L << 30;

    private final O shape;
    private final List<Kernel<O>> kernels;
    private boolean right = true;

    @SuppressWarnings("unchecked")
    private LargeShapeRun(O shape) {
        this.shape = shape;
        Set<String> backends = Kernels.backends().stream().filter(b -> !b.onDevice() && b.unavailable().isEmpty()).map(Backend::name)
                .collect(Collectors.toSet());
        kernels = Kernels.all().stream().filter(k -> k.operator() == shape.getClass() && backends.contains(k.backend()))
                .map(k -> (Kernel<O>) k).filter(k -> k.unsupported(shape).isEmpty()).toList();
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new LargeShapeRun<>(OperatorType.of(arguments[0]).parse(arguments[1])).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        for (Precision precision : Precision.values()) {
            List<Kernel<O>> ofPrecision = kernels.stream().filter(k -> k.precision() == precision).toList();
            if (!ofPrecision.isEmpty() && enough("tensors", Tensors.bytes(shape))) {
                try (Tensors tensors = Tensors.random(shape, precision, VerifySeed.get())) {
                    CheckedTensors checked = new CheckedTensors(tensors, VerifySeed.get());
                    for (Kernel<O> kernel : ofPrecision) {
                        verify(kernel, checked);
                    }
                }
            }
        }
        return right;
    }

    private void verify(Kernel<O> kernel, CheckedTensors tensors) throws IOException {
        if (!enough(kernel.id(), kernel.workspaceBytes(shape))) {
            return;
        }
        try (BoundKernel bound = kernel.bind(shape, tensors.tensors())) {
            Verification verification = KernelCheck.open(kernel, shape, tensors, bound, VerifySeed.get()).verify(List.of(InputKind.UNIFORM), false);
            right &= verification.passed();
            say(kernel.id(), (verification.passed() ? "correct, " : "WRONG, ") + verification.describe());
        } catch (RuntimeException | Error e) {
            right = false;
            say(kernel.id(), "WRONG, " + e);
        }
    }

    private boolean enough(String what, long bytes) throws IOException {
        long lacking = bytes + KEPT_FREE - available();
        if (lacking > 0) {
            say(what, "not run, " + lacking / 1_000_000 + " MB of memory are missing");
        }
        return lacking <= 0;
    }

    private void say(String what, String text) {
        System.out.println(shape.type().label() + " " + shape.text() + " " + what + ": " + text);
    }

    private static long available() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(Long.MAX_VALUE);
    }
}
