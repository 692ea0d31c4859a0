/** The folder of run documents that nights are added to. */
package genops.benchmarks.night;
