package genops.benchmarks.pair;

/**
 * What a {@link PairWorker} timed. Values of one index are neighbours in time.
 *
 * @param first nanoseconds of a call of the side that was opened first, one for each pair of turns
 * @param second the same of the other
 * @param foreign share of the machine's processor time that others took meanwhile; NaN where the system does not tell
 * @param failedFirst what is wrong with the first side; empty where nothing is
 * @param failedSecond the same of the other
 */
public record PairTimes(double[] first, double[] second, double foreign, String failedFirst, String failedSecond) {}
