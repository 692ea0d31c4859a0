/** What happens in a forked JVM: a case opened, verified, warmed up and timed, and what it reports to the JVM that started it. */
package genops.benchmarks.fork;
