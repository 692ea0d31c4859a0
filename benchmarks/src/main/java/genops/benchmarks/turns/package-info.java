/** Kernels of one shape that take turns in one JVM, round by round. */
package genops.benchmarks.turns;
