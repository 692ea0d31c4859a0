package genops.benchmarks.fork;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.benchmarks.fork.Environment.BackendState;
import genops.kernels.Backend;
import genops.kernels.BoundKernel;
import genops.kernels.InputKind;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.OffHeap;
import genops.kernels.Tensors;
import genops.kernels.cuda.CudaBackend;
import genops.kernels.cuda.CudaDevice;
import genops.kernels.parallel.Workers;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Tolerance;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.kernels.verify.VerifySeed;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Main class of a JVM that answers questions about kernels, one line of JSON for each line it reads. The JVM that asks has neither
 * the Vector API nor, should a kernel crash, a reason to die with it.
 *
 * <ul>
 *   <li>{@code environment} answers an {@link Environment};
 *   <li>{@code offers OPERATOR SHAPE} answers a list of {@link KernelOffer}s;
 *   <li>{@code verify OPERATOR SHAPE KERNEL sampled|full KIND,…} answers a {@link CaseReport}.
 * </ul>
 */
public final class Worker {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final List<Kernel<?>> kernels = Kernels.all();
    private final Map<String, String> unavailable = new HashMap<>();
    private final Set<String> onDevice = new HashSet<>();

    private Worker() {
        for (Backend backend : Kernels.backends()) {
            unavailable(backend).ifPresent(reason -> unavailable.put(backend.name(), reason));
            if (backend.onDevice()) {
                onDevice.add(backend.name());
            }
        }
    }

    public static void main(String[] args) throws IOException {
        Replies replies = Replies.ofThisProcess();
        Worker worker = new Worker();
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                replies.send(JSON.writeValueAsString(worker.answer(line.split(" "))));
            }
        }
    }

    private Object answer(String[] words) {
        return switch (words[0]) {
            case "environment" -> environment();
            case "offers" -> offers(OperatorType.of(words[1]).parse(words[2]));
            case "verify" -> verify(OperatorType.of(words[1]).parse(words[2]), words[3], words[4].equals("full"),
                    Arrays.stream(words[5].split(",")).map(InputKind::of).toList());
            default -> throw new IllegalArgumentException("unknown question '" + words[0] + "'");
        };
    }

    /** A backend that fails while it looks around cannot be used either. */
    private static Optional<String> unavailable(Backend backend) {
        try {
            return backend.unavailable();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(TimedCase.oneLine(e));
        }
    }

    private static Environment environment() {
        List<BackendState> states = new ArrayList<>();
        for (Backend backend : Kernels.backends()) {
            Optional<String> reason = unavailable(backend);
            states.add(new BackendState(backend.name(), reason.isEmpty(), reason.orElseGet(backend::description),
                    reason.isEmpty() ? backend.untimed().orElse("") : "", reason.isEmpty() ? backend.heldBack().orElse("") : ""));
        }
        Optional<CudaDevice> gpu = unavailable(new CudaBackend()).isEmpty() ? Optional.of(CudaDevice.get()) : Optional.empty();
        return new Environment(ForkJvm.jvm(), Workers.shared().count(), states,
                gpu.map(CudaDevice::name).orElse(""), gpu.map(CudaDevice::driver).orElse(""), CpuCaches.state(), OffHeap.pages());
    }

    @SuppressWarnings("unchecked")
    private <O extends Operator> List<KernelOffer> offers(O shape) {
        List<KernelOffer> offers = new ArrayList<>();
        for (Kernel<?> any : kernels) {
            if (any.operator() == shape.getClass()) {
                Kernel<O> kernel = (Kernel<O>) any;
                String unsupported = kernel.unsupported(shape).orElse("");
                offers.add(new KernelOffer(shape.type().label(), shape.text(), kernel.id(), kernel.precision().label(),
                        unavailable.getOrDefault(kernel.backend(), ""), unsupported,
                        unsupported.isEmpty() ? Verifier.bytesNeeded(kernel, shape) : 0, kernel.bytes(shape),
                        unsupported.isEmpty() ? kernel.workspaceBytes(shape) : 0,
                        onDevice.contains(kernel.backend())));
            }
        }
        return offers;
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> CaseReport verify(O shape, String kernelId, boolean full, List<InputKind> kinds) {
        Kernel<O> kernel = Kernels.find((Class<O>) shape.getClass(), kernelId);
        long seed = VerifySeed.get();
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), seed); BoundKernel bound = kernel.bind(shape, tensors)) {
            Verification verification = KernelCheck.open(kernel, shape, new CheckedTensors(tensors, seed), bound, seed).verify(kinds, full);
            return verification.passed()
                    ? CaseReport.measured(verification.error(), verification.tolerance()).noting(Tolerance.note(kernel).orElse(""))
                    : TimedCase.failed("", verification, seed);
        } catch (RuntimeException | Error e) {
            return TimedCase.failure(e);
        }
    }
}
