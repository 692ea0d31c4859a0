package genops.results.history;

import genops.results.statistics.Estimate;

/**
 * One measurement of a night.
 *
 * @param run the night
 * @param nanoseconds time of one call: median over forks of fork medians, with its error
 * @param forks forked JVMs that were timed
 */
public record Point(Run run, Estimate nanoseconds, int forks) {}
