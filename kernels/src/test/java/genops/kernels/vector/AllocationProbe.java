package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import genops.kernels.BoundKernel;
import genops.kernels.Jvm;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much a kernel still allocates when it is compiled; a program of its own too, for one kernel alone in a JVM, as a benchmark's fork is.
 */
final class AllocationProbe {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final int RUNS = 20;
    private static final int JVMS = 3;
    private static final Pattern ALLOCATED = Pattern.compile("\\d+ bytes in");
    private static final Pattern LEFT_OUT = Pattern.compile("genops\\.kernels\\.vector\\.(Simd|VectorExp)::.*NodeCountInliningCutoff");

    private AllocationProbe() {}

    /** Bytes that all threads allocate in {@link #RUNS} runs, the least seen before patience ends; 0 ends it. */
    static long bytes(BoundKernel kernel) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() < deadline) {
            long before = threads.getTotalThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                kernel.run();
            }
            least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** Fails where a kernel still allocates when it is compiled, both in this JVM and alone in one of its own. */
    static void assertAllocatesNothing(String name, BoundKernel bound, String operator, String shape, String kernel)
            throws IOException, InterruptedException {
        if (bytes(bound) > 0) {
            // once in some dozens of JVMs C2 leaves one operation of one kernel out, having compiled many others before
            assertAllocatesNothingAlone(name, operator, shape, kernel);
        }
    }

    /**
     * Fails where a kernel still allocates when it is compiled alone in a JVM, as a benchmark's fork is, on one thread, or where the
     * compiler left a method on vectors out of another because that had become too large: a call for each vector takes its place. In each of
     * {@link #JVMS}: on a busy machine the compiler leaves vectors objects in one JVM of some dozens, whatever the kernel.
     */
    static void assertAllocatesNothingAlone(String name, String operator, String shape, String kernel)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-Dgenops.threads=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintInlining"));
        options.addAll(InliningOptions.JVM);
        String found = "";
        for (int i = 0; i < JVMS; i++) {
            Jvm.Result alone = Jvm.run(options, AllocationProbe.class, operator, shape, kernel);
            found = alone.status() == 0 ? lines(alone, LEFT_OUT) : lines(alone, ALLOCATED);
            if (alone.status() == 0 && found.isEmpty()) {
                return;
            }
        }
        fail(name + ", alone in a JVM, allocates, or the compiler leaves out: " + found);
    }

    private static String lines(Jvm.Result result, Pattern pattern) {
        return result.output().lines().filter(pattern.asPredicate()).map(String::strip).collect(Collectors.joining("\n"));
    }

    /** Arguments: operator, shape, kernel. Exit status 1 where the kernel still allocates. */
    public static void main(String[] arguments) {
        Operator shape = OperatorType.of(arguments[0]).parse(arguments[1]);
        long bytes = bytes(shape, Kernels.find(shape.getClass(), arguments[2]));
        System.out.println(bytes + " bytes in " + RUNS + " runs");
        System.exit(bytes == 0 ? 0 : 1);
    }

    @SuppressWarnings("unchecked")
    private static long bytes(Operator shape, Kernel<?> kernel) {
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), 42);
                BoundKernel bound = ((Kernel<Operator>) kernel).bind(shape, tensors)) {
            return bytes(bound);
        }
    }
}
