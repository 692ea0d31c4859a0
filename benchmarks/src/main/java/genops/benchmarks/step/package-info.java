/** Whole steps of a model's stage, run in place by a forked JVM: all recorded calls in order. */
package genops.benchmarks.step;
