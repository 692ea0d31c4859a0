package genops.benchmarks.run;

import genops.benchmarks.fork.Environment;
import genops.benchmarks.fork.KernelOffer;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a worker which kernels there are for the shapes that are wanted. */
public final class CasePlanner {

    private CasePlanner() {}

    /**
     * What can be timed here.
     *
     * @param environment what the worker found on this machine
     * @param cases every kernel at every shape that it supports here; where kernels were asked for by name, each of them at every
     *     shape, so that it is said why there is no time
     */
    public record Plan(Environment environment, List<Case> cases) {

        /** Every case of the CPU at each of these numbers of threads, one beside the other; the others once. */
        Plan atEach(Collection<Integer> threads) {
            return new Plan(environment, cases.stream()
                    .flatMap(c -> c.offer().onDevice() ? Stream.of(c) : threads.stream().map(n -> new Case(c.shape(), c.offer(), n)))
                    .toList());
        }
    }

    /**
     * Plans the cases.
     *
     * @param kernels ids of kernels or names of backends; empty for all
     * @param jvmArguments further arguments of the worker
     * @throws IllegalArgumentException where a kernel is unknown, or there is none
     */
    public static Plan plan(Collection<Operator> shapes, List<String> kernels, List<String> jvmArguments) {
        List<Case> cases = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        try (WorkerProcess worker = WorkerProcess.start(jvmArguments)) {
            Environment environment = worker.environment();
            for (Operator shape : shapes) {
                for (KernelOffer offer : worker.offers(shape)) {
                    known.add(offer.kernel());
                    if (wanted(offer, kernels)) {
                        cases.add(new Case(shape, offer, environment.threads()));
                    }
                }
            }
            for (String kernel : kernels) {
                if (known.stream().noneMatch(id -> matches(id, kernel))) {
                    throw new IllegalArgumentException("unknown kernel '" + kernel + "' of the operators selected; known: "
                            + String.join(", ", known));
                }
            }
            if (cases.isEmpty() && !shapes.isEmpty()) {
                throw new IllegalArgumentException("no kernel that runs here for " + shapes.stream().map(s -> s.type().label()).distinct()
                        .collect(Collectors.joining(", ")) + "; env says which backends can be used");
            }
            return new Plan(environment, cases);
        }
    }

    private static boolean wanted(KernelOffer offer, List<String> kernels) {
        return kernels.isEmpty() ? offer.reason().isEmpty() : kernels.stream().anyMatch(k -> matches(offer.kernel(), k));
    }

    private static boolean matches(String id, String kernelOrBackend) {
        return id.equals(kernelOrBackend) || id.startsWith(kernelOrBackend + "/");
    }
}
