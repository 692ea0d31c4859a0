/** The JMH benchmarks: one class for each operator, one for the limits of the machine, one for whole steps. */
package genops.benchmarks;
