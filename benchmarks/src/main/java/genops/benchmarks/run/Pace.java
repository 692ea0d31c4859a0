package genops.benchmarks.run;

/** How much longer things take on this machine now than was expected. */
final class Pace {
    /** Expected and actual seconds that count before the first. */
    private static final double PRIOR_SECONDS = 10;
    /** What was seen long ago counts less: the machine may be another now. */
    private static final double MEMORY_SECONDS = 180;

    private double expected = PRIOR_SECONDS;
    private double actual = PRIOR_SECONDS;

    /** What so many seconds by the book take here. */
    double of(double seconds) {
        return seconds * actual / expected;
    }

    /** Learns. */
    void took(double expectedHere, double seconds) {
        double book = expectedHere * expected / actual;
        double kept = Math.min(1, MEMORY_SECONDS / actual);
        expected = kept * expected + book;
        actual = kept * actual + seconds;
    }
}
