/** The command line: the verbs, the options that they share, and the exit statuses. */
package genops.benchmarks.command;
