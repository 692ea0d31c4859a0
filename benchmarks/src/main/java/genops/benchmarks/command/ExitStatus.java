package genops.benchmarks.command;

import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import java.util.Collection;

/** The exit statuses, as {@code --help} lists them; an interrupt gives the shell's 130 (SIGINT) or 143 (SIGTERM). */
final class ExitStatus {
    /** Everything that was asked for was done; what this machine cannot do was reported. */
    static final int OK = 0;
    /** Something failed verification, crashed or timed out, or has no time any more. */
    static final int FAILED = 1;
    /** The command line, or a file it names, is wrong. */
    static final int USAGE = 2;
    /** Measurements are slower than those they are compared with. */
    static final int SLOWER = 3;
    /** This machine cannot run the suite: no suitable JDK, another JMH is running, a JVM or a file system that fails. */
    static final int ENVIRONMENT = 4;

    private ExitStatus() {}

    /** The status that cases end a run with: unsupported, not available and skipped ones are reported, but are no failure. */
    static int of(Collection<Measurement> measurements) {
        return measurements.stream().map(Measurement::status).anyMatch(Status::failed) ? FAILED : OK;
    }

    /** The same of whole steps. */
    static int ofSteps(Collection<StepMeasurement> steps) {
        return steps.stream().map(StepMeasurement::status).anyMatch(Status::failed) ? FAILED : OK;
    }

    /** The status that a comparison ends with: what became slower counts more than what was lost, and what is not decided is no failure. */
    static int of(boolean slower, boolean lost) {
        return slower ? SLOWER : lost ? FAILED : OK;
    }
}
