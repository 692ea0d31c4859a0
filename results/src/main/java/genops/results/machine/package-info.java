/** The fingerprint of a machine and its JVM. */
package genops.results.machine;
