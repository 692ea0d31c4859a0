/** The entry of {@code benchmarks.jar}: it runs on an old JVM too, looks for a newer JDK and starts the suite there. */
package genops.launcher;
