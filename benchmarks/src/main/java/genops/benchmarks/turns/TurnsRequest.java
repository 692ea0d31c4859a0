package genops.benchmarks.turns;

import java.util.List;

/**
 * What a {@link TurnsWorker} is asked to time: kernels at one shape, in turns.
 *
 * @param operator name of the operator
 * @param shape canonical text of the shape
 * @param kernels ids of the kernels
 * @param callSeconds what a call of the slowest is expected to take
 * @param seconds time that the rounds may take together; there is one at least
 * @param verified whether another process verified the kernels here by several calls, so that one is enough before the rounds
 * @param patience seconds after which the worker gives up
 */
public record TurnsRequest(String operator, String shape, List<String> kernels, double callSeconds, double seconds,
        boolean verified, int patience) {

    public TurnsRequest {
        kernels = List.copyOf(kernels);
    }
}
