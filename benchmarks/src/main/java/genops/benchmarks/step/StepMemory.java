package genops.benchmarks.step;

import genops.kernels.ActivationArena;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.results.roofline.AttentionVariant;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import java.util.Collection;
import java.util.List;

/** Bytes of memory that a step takes in its JVM. */
final class StepMemory {

    private StepMemory() {}

    /**
     * Weights of each distinct shape once, the activations of the largest call, and what the kernels need beside: of several for one shape
     * the most, and once more the most of all, since two of them are bound at a time while the faster is looked for.
     *
     * @param shapes the distinct shapes
     */
    static long bytes(Collection<Operator> shapes, StackKernels kernels) {
        long bytes = ActivationArena.bytes(shapes);
        long largest = 0;
        for (Operator shape : shapes) {
            bytes += Tensors.bytesOutsideArena(shape);
            for (AttentionVariant attention : AttentionVariant.values()) {
                long workspace = workspace(shape, kernels.candidates(shape, attention));
                largest = Math.max(largest, workspace);
                // what is no attention has one kernel for both
                if (shape instanceof Attention || attention == AttentionVariant.FLASH) {
                    bytes += workspace;
                }
            }
        }
        return bytes + largest;
    }

    private static <O extends Operator> long workspace(O shape, List<Kernel<O>> candidates) {
        return candidates.stream().mapToLong(k -> k.workspaceBytes(shape)).max().orElse(0);
    }
}
