package genops.results.changepoint;

import genops.results.comparison.Difference;
import genops.results.history.Run;
import java.util.List;
import java.util.stream.Collectors;

/** What changed between two nights, as text. */
final class Cause {
    private static final int COMMIT_DIGITS = 10;

    private Cause() {}

    static String text(Run before, Run after, List<Difference> differences) {
        String commits = before.commit().equals(after.commit()) ? "same commit " + commit(before)
                : "commits " + commit(before) + ".." + commit(after);
        return differences.isEmpty() ? commits : commits + "; " + differences.stream().map(Difference::text).collect(Collectors.joining("; "));
    }

    /** The beginning of a hash, with the mark of changed sources. */
    private static String commit(Run run) {
        String commit = run.commit();
        boolean hash = commit.length() > COMMIT_DIGITS && commit.substring(0, COMMIT_DIGITS).matches("[0-9a-f]+");
        return hash ? commit.substring(0, COMMIT_DIGITS) + (commit.endsWith("-dirty") ? "-dirty" : "") : commit;
    }
}
