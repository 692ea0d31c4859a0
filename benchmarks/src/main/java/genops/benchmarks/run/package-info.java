/** A run from what was asked for to its document: which cases there are, in which order and for how long they are timed, and how they are recorded. */
package genops.benchmarks.run;
