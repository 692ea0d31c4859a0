package genops.benchmarks.run;

/** What a run does when its JVM is told to end. */
final class Interrupts {

    private Interrupts() {}

    /** Forgets what was to be done, as the run is over; where the JVM goes down already it is being done. */
    static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the exception that brought us here is of forks that were ended
            return;
        }
    }
}
