package genops.results.history;

import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.MeasurementKey;
import genops.results.document.Status;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A night: one run document of a history without its measurements.
 *
 * @param file the document
 * @param time when the run began
 * @param commit commit of the sources
 * @param committed when the commit was made; empty where the document does not say
 * @param machine where it ran
 * @param ceilings the limits that it measured
 * @param suspect why the machine was disturbed, so that this run is no baseline; empty where it was not
 * @param withoutTime its cases that have no time
 */
public record Run(Path file, OffsetDateTime time, String commit, Optional<OffsetDateTime> committed, Machine machine, List<Ceiling> ceilings,
        String suspect, Map<MeasurementKey, Untimed> withoutTime) {

    /** A night all of whose cases have a time. */
    public Run(Path file, OffsetDateTime time, String commit, Machine machine, List<Ceiling> ceilings, String suspect) {
        this(file, time, commit, Optional.empty(), machine, ceilings, suspect, Map.of());
    }

    /**
     * Why a case has no time.
     *
     * @param status what became of it
     * @param reason one line
     */
    public record Untimed(Status status, String reason) {

        /** One line, e.g. {@code crashed: exit code 7}. */
        public String text() {
            return status.words() + ": " + reason;
        }
    }

    public boolean isSuspect() {
        return !suspect.isEmpty();
    }

    /** Whether the commit says what was measured: it is known, and the sources were not changed. */
    public boolean ofKnownCommit() {
        return !commit.isEmpty() && !commit.equals("unknown") && !commit.endsWith("-dirty");
    }

    /** What must stay the same for a series to go on: the hardware, in one line. */
    public String hardware() {
        return machine.cpu() + ", " + machine.cores() + " cores, " + machine.vector() + (machine.gpu().isEmpty() ? "" : ", " + machine.gpu());
    }
}
