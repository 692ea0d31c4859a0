/** Times, intervals and ratios from raw iterations, and the limits of the machine. */
package genops.results.statistics;
