package genops.results.composition;

import genops.results.document.RunDocument;
import genops.results.statistics.KernelId;
import java.util.List;
import java.util.function.Predicate;

/**
 * The kernels of one framework, as somebody would run whole models with: what flash attention gains is judged for each stack by itself,
 * since a ratio of one library's unfused time to another's flash time is nobody's speed-up.
 *
 * @param name the word on the command line and in results
 * @param title in prose
 * @param backend whose kernels belong to it; its unfused attention is the algorithm {@code unfused…}, its flash attention {@code flash…}
 * @param precision how operands are stored, e.g. {@code fp32}
 * @param onDevice whether it runs on a device, so that threads do not count
 */
public record Stack(String name, String title, String backend, String precision, boolean onDevice) {
    /** This suite's kernels on the CPU. */
    public static final Stack VECTOR = new Stack("vector", "Vector API kernels", "vector", "fp32", false);
    /** This suite's kernels on a GPU. */
    public static final Stack CUDA = new Stack("cuda", "CUDA kernels", "cuda", "fp16", true);

    private static final List<Stack> ALL = List.of(VECTOR, CUDA);

    /** All stacks; the first is the default. */
    public static List<Stack> all() {
        return ALL;
    }

    /**
     * The stack of this name.
     *
     * @throws IllegalArgumentException naming the stacks there are
     */
    public static Stack of(String name) {
        return ALL.stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown stack '" + name + "'; known: " + String.join(", ", ALL.stream().map(Stack::name).toList())));
    }

    /** The stacks of which a run measured anything; this suite's own on the CPU stands first in any case. */
    public static List<Stack> measuredIn(RunDocument document) {
        return ALL.stream().filter(s -> s.equals(VECTOR) || Selection.of(s, document).measuredIn(document)).toList();
    }

    /** Which kernels belong to it, by id. */
    public Predicate<String> kernels() {
        return id -> KernelId.of(id).backend().equals(backend);
    }
}
