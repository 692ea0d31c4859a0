/** A run, from what was asked for to its document: its cases, their order, the time that each gets, and how they are recorded. */
package genops.benchmarks.run;
