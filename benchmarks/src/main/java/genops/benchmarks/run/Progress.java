package genops.benchmarks.run;

import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;

/** The words of the progress lines. */
final class Progress {

    private Progress() {}

    /** Time left, such as {@code about 6 min left}. */
    static String left(double expected) {
        double seconds = Math.max(0, expected);
        return seconds < 90 ? "about " + Math.round(seconds) + " s left" : "about " + Math.round(seconds / 60) + " min left";
    }

    /** A number of threads, such as {@code 1 thread}. */
    static String threads(int count) {
        return count + (count == 1 ? " thread" : " threads");
    }

    /** What became of a case, such as {@code 12.3 ms ± 0.8%} or {@code skipped: needs 9.2 GiB, …}. */
    static String outcome(Measurement measurement) {
        return measurement.status() == Status.MEASURED ? Numbers.time(Samples.estimate(measurement))
                : measurement.status().words() + ": " + measurement.reason();
    }
}
