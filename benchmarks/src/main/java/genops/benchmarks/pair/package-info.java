/** A JVM in which kernels of two builds, or two kernels of one, take turns, each build in a class loader of its own. */
package genops.benchmarks.pair;
