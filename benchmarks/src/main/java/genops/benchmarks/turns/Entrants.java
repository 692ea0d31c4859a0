package genops.benchmarks.turns;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.HostMemory;
import genops.benchmarks.fork.TimedCase;
import genops.kernels.Backend;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.results.document.Status;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernels that can take part at a shape, and why the others cannot: each is refused that does not support it, is not timed here, or
 * for whose workspace, beside the tensors and those before it, there is no memory.
 */
record Entrants<O extends Operator>(List<Kernel<O>> kernels, Map<String, CaseReport> refused) {

    Entrants {
        kernels = List.copyOf(kernels);
        refused = Map.copyOf(refused);
    }

    @SuppressWarnings("unchecked")
    static <O extends Operator> Entrants<O> of(O shape, List<String> ids) {
        List<Kernel<O>> kernels = new ArrayList<>();
        Map<String, CaseReport> refused = new LinkedHashMap<>();
        long bytes = Tensors.bytes(shape);
        for (String id : ids) {
            Kernel<O> kernel = Kernels.find((Class<O>) shape.getClass(), id);
            Optional<CaseReport> refusal = refusal(kernel, shape, bytes);
            if (refusal.isPresent()) {
                refused.put(id, refusal.get());
            } else {
                kernels.add(kernel);
                bytes += kernel.workspaceBytes(shape);
            }
        }
        return new Entrants<>(kernels, refused);
    }

    private static <O extends Operator> Optional<CaseReport> refusal(Kernel<O> kernel, O shape, long bytes) {
        return kernel.unsupported(shape).map(reason -> TimedCase.report(Status.UNSUPPORTED, reason))
                .or(() -> HostMemory.lacking(bytes + kernel.workspaceBytes(shape)).map(reason -> TimedCase.report(Status.SKIPPED, reason)))
                .or(() -> Kernels.backends().stream().filter(b -> b.name().equals(kernel.backend())).findFirst().flatMap(Backend::untimed)
                        .map(reason -> TimedCase.report(Status.SKIPPED, "not timed: " + reason)));
    }
}
