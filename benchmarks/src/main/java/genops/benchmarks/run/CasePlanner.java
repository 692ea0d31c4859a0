package genops.benchmarks.run;

import genops.benchmarks.fork.Environment;
import genops.benchmarks.fork.KernelOffer;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
     * @param positions of a shard: the place of each case in the whole run, counted from 0; empty where the whole run is planned
     */
    public record Plan(Environment environment, List<Case> cases, List<Integer> positions) {

        /** The cases of the whole run of which this is a part. */
        private Plan part(Set<Case> wanted) {
            List<Integer> places = IntStream.range(0, cases.size()).filter(i -> wanted.contains(cases.get(i))).boxed().toList();
            return new Plan(environment, places.stream().map(cases::get).toList(), places);
        }
    }

    /**
     * Plans the cases of a whole run with the threads of the worker.
     *
     * @param kernels ids of kernels or names of backends; empty for all
     * @param jvmArguments further arguments of the worker
     * @throws IllegalArgumentException where a kernel is unknown, or there is none
     */
    public static Plan plan(Collection<Operator> shapes, List<String> kernels, List<String> jvmArguments) {
        return plan(shapes, kernels, jvmArguments, List.of(), Optional.empty());
    }

    /**
     * Plans the cases of a run or a part of it.
     *
     * @param threads numbers of threads, at each of which every case of the CPU is planned; empty for those of the worker
     * @param shard the part; empty for the whole
     */
    static Plan plan(Collection<Operator> shapes, List<String> kernels, List<String> jvmArguments, Collection<Integer> threads,
            Optional<Shard> shard) {
        List<Case> candidates = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        try (WorkerProcess worker = WorkerProcess.start(jvmArguments)) {
            Environment environment = worker.environment();
            for (Operator shape : shapes) {
                for (KernelOffer offer : worker.offers(shape)) {
                    known.add(offer.kernel());
                    if (candidate(offer, kernels)) {
                        candidates.add(new Case(shape, offer, environment.threads()));
                    }
                }
            }
            for (String kernel : kernels) {
                if (known.stream().noneMatch(id -> matches(id, kernel))) {
                    throw new IllegalArgumentException("unknown kernel '" + kernel + "' of the operators selected; known: "
                            + String.join(", ", known));
                }
            }
            List<Case> all = threads.isEmpty() ? candidates : atEach(threads, candidates);
            // a backend is named, or its cases are left out where this machine lacks it
            List<Case> cases = all.stream().filter(c -> !kernels.isEmpty() || c.offer().unavailable().isEmpty()).toList();
            if (cases.isEmpty() && !shapes.isEmpty()) {
                throw new IllegalArgumentException("no kernel that runs here for " + shapes.stream().map(s -> s.type().label()).distinct()
                        .collect(Collectors.joining(", ")) + "; env says which backends can be used");
            }
            Plan whole = new Plan(environment, cases, List.of());
            return shard.map(s -> whole.part(s.of(all, CaseCost::seconds))).orElse(whole);
        }
    }

    /** Every case of the CPU at each of these numbers of threads, one beside the other; the others once. */
    private static List<Case> atEach(Collection<Integer> threads, List<Case> cases) {
        return cases.stream()
                .flatMap(c -> c.offer().onDevice() ? Stream.of(c) : threads.stream().map(n -> new Case(c.shape(), c.offer(), n)))
                .toList();
    }

    /** Whether a kernel is timed at a shape, or refused there by name, on a machine that has its backend. */
    private static boolean candidate(KernelOffer offer, List<String> kernels) {
        return kernels.isEmpty() ? offer.unsupported().isEmpty() : kernels.stream().anyMatch(k -> matches(offer.kernel(), k));
    }

    private static boolean matches(String id, String kernelOrBackend) {
        return id.equals(kernelOrBackend) || id.startsWith(kernelOrBackend + "/");
    }
}
