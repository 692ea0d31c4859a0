package genops.benchmarks.pair;

import java.util.List;

/**
 * What a {@link PairWorker} is asked to load, bind, verify and warm up.
 *
 * @param classPath files of the build, and those with further kernels
 * @param operator name of the operator
 * @param shape canonical text of the shape
 * @param kernel id of the kernel
 * @param seed selects the values of the tensors
 * @param place selects where in its page each tensor begins
 * @param brief whether one verified call is enough
 * @param patience seconds after which the worker gives up
 */
public record PairSide(List<String> classPath, String operator, String shape, String kernel, long seed, long place, boolean brief, int patience) {

    public PairSide {
        classPath = List.copyOf(classPath);
    }
}
