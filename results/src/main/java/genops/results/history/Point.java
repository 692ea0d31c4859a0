package genops.results.history;

import genops.results.statistics.Estimate;

/**
 * One measurement of a night.
 *
 * @param run the night
 * @param value time of one call in nanoseconds, the median over forks of fork medians; in a series against a reference, the ratio of the times of
 *     the night's build and of the reference; with its error
 * @param forks forked JVMs that were timed
 */
public record Point(Run run, Estimate value, int forks) {}
