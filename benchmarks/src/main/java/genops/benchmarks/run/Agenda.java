package genops.benchmarks.run;

import java.util.Optional;

/** Which shape is timed next, and for how long. */
interface Agenda {

    /**
     * One shape to be timed by one process.
     *
     * @param group the kernels that take turns
     * @param callSeconds what a call of the slowest is expected to take
     * @param roundSeconds time for the rounds
     * @param expectedSeconds time it is expected to take in all
     * @param verified whether a process has verified the kernels here before
     */
    record Pick(ShapeGroup group, double callSeconds, double roundSeconds, double expectedSeconds, boolean verified) {}

    /**
     * What is next; empty where this process has nothing left to do, and where a new one has nothing either, the run is done.
     *
     * @param left seconds that are left
     * @param process number of the process that would time it
     */
    Optional<Pick> next(double left, int process);

    /**
     * Learns what came of a pick.
     *
     * @param times of its group so far
     * @param process that timed it
     * @param seconds that it took
     */
    void done(Pick pick, GroupTimes times, int process, double seconds);

    /** Where the run stands, such as {@code 12 of 1051 shapes, about 9 min left}. */
    String progress(double left);
}
