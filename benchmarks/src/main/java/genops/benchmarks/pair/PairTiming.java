package genops.benchmarks.pair;

/**
 * For how long a {@link PairWorker} is asked to time what it has opened.
 *
 * @param seconds that the pairs of turns may take together
 * @param fewest pairs, however long they take
 * @param most pairs
 * @param patience seconds after which the worker gives up
 */
public record PairTiming(double seconds, int fewest, int most, int patience) {}
