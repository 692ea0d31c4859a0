package genops.kernels.property;

import genops.kernels.Backend;
import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.vector.Simd;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Verification;
import genops.shapes.operator.Operator;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Main class of a JVM that verifies kernels of the CPU at shapes drawn at random, one seed after the other, until its time is over. Arguments:
 * seconds, the first seed, and how the ids of the kernels begin, or {@code all}. Says each shape before it is run, so that a kernel that ends
 * its JVM is known, and at the end which came near its tolerance; exit status 1 where one is wrong.
 */
final class PropertyRun {
    /** So many tell enough. */
    private static final int MOST_FAILURES = 10;
    /** Of what is allowed: an error so large is worth telling. */
    private static final double NEAR = 0.5;

    private final PrintStream out = System.out;
    private final List<Kernel<?>> kernels;
    private final Map<String, Integer> cases = new TreeMap<>();
    private final Map<String, Nearest> nearest = new TreeMap<>();
    private int shapes;
    private int failures;

    /**
     * The case of a kernel that came nearest to its tolerance.
     *
     * @param share its error over what is allowed
     */
    private record Nearest(double share, String shape) {}

    private PropertyRun(List<Kernel<?>> kernels) {
        this.kernels = kernels;
        kernels.forEach(k -> cases.put(name(k), 0));
    }

    public static void main(String[] arguments) {
        double seconds = Double.parseDouble(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        List<String> backends = new ArrayList<>();
        for (Backend backend : Kernels.backends()) {
            if (!backend.onDevice() && (arguments[2].equals("all") || arguments[2].startsWith(backend.name()))) {
                backend.unavailable().ifPresentOrElse(reason -> System.out.println(backend.name() + " not available: " + reason),
                        () -> backends.add(backend.name()));
            }
        }
        PropertyRun run = new PropertyRun(Kernels.all().stream().filter(k -> backends.contains(k.backend()))
                .filter(k -> arguments[2].equals("all") || k.id().startsWith(arguments[2])).toList());
        System.exit(run.run(first, System.nanoTime() + (long) (1e9 * seconds)) ? 0 : 1);
    }

    private boolean run(long first, long end) {
        long seed = first;
        while (!kernels.isEmpty() && failures < MOST_FAILURES && (seed == first || System.nanoTime() < end)) {
            Operator shape = RandomShapes.of(seed);
            out.println(seed + " " + shape.type().label() + " " + shape.text());
            out.flush();
            shapes++;
            for (Kernel<?> kernel : kernels) {
                if (kernel.operator() == shape.getClass()) {
                    verify(kernel, shape, seed);
                }
            }
            seed++;
        }
        int all = cases.values().stream().mapToInt(n -> n).sum();
        nearest.forEach((kernel, n) -> {
            if (n.share >= NEAR) {
                out.printf(Locale.ROOT, "near its tolerance: %.2f of it, %s at %s%n", n.share, kernel, n.shape);
            }
        });
        out.println("each kernel: " + cases);
        out.println(all + " cases at " + shapes + " shapes, " + failures + " wrong, seeds " + first + " to " + (seed - 1) + ", vectors of "
                + Simd.SPECIES.vectorBitSize() + " bits");
        return failures == 0;
    }

    private static String name(Kernel<?> kernel) {
        return kernel.id() + " of " + kernel.operator().getSimpleName();
    }

    @SuppressWarnings("unchecked")
    private <O extends Operator> void verify(Kernel<?> any, O shape, long seed) {
        Kernel<O> kernel = (Kernel<O>) any;
        if (kernel.unsupported(shape).isEmpty()) {
            cases.merge(name(kernel), 1, Integer::sum);
            failure(kernel, shape, seed).ifPresent(failure -> {
                failures++;
                out.println("WRONG " + shape.type().label() + " " + shape.text() + " " + kernel.id() + ": " + failure
                        + "; -Dgenops.property.seed=" + seed + " -Dgenops.property.vectors=" + Simd.VECTOR_BYTES + " gives it again");
            });
        }
    }

    private <O extends Operator> Optional<String> failure(Kernel<O> kernel, O shape, long seed) {
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), seed); BoundKernel bound = kernel.bind(shape, tensors)) {
            KernelCheck<O> check = KernelCheck.open(kernel, shape, new CheckedTensors(tensors, seed), bound, seed);
            Verification verification = check.before();
            nearest.merge(name(kernel), new Nearest(check.nearest(), shape.text()), (a, b) -> a.share >= b.share ? a : b);
            return verification.passed() ? Optional.empty() : Optional.of(verification.describe());
        } catch (RuntimeException | Error e) {
            return Optional.of(e.toString());
        }
    }
}
