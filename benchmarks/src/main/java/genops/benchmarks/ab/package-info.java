/** Two builds compared on one machine in one session, their forks interleaved. */
package genops.benchmarks.ab;
