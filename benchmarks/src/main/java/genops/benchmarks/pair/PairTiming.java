package genops.benchmarks.pair;

/**
 * For how long a {@link PairWorker} is asked to time what it has opened.
 *
 * @param seconds that the pairs of turns take together at least
 * @param longest seconds at most, where the standard error is still larger than wanted
 * @param error the standard error wanted of the logarithm of the ratio
 * @param fewest pairs, however long they take
 * @param patience seconds after which the worker gives up
 */
public record PairTiming(double seconds, double longest, double error, int fewest, int patience) {}
