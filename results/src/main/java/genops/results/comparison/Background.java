package genops.results.comparison;

import genops.results.statistics.ShrunkVariance;

/**
 * What all measurements of two runs say about each of them.
 *
 * @param prior what variances of forks there are, in units of the variance of the iterations
 * @param betweenRuns standard deviation of the logarithm of a ratio beyond what forks show
 * @param betweenRunsAtLeast what that surely is: where few forks are noisy, much of its estimate may be theirs
 * @param common logarithm of the ratio that all share
 * @param rankLevel what the rank test must be able to reach to be asked
 */
record Background(ShrunkVariance prior, double betweenRuns, double betweenRunsAtLeast, double common, double rankLevel) {}
