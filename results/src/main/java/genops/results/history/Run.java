package genops.results.history;

import genops.results.document.Ceiling;
import genops.results.document.Machine;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A night: one run document of a history without its measurements.
 *
 * @param file the document
 * @param time when the run began
 * @param commit commit of the sources
 * @param machine where it ran
 * @param ceilings the limits that it measured
 * @param suspect why the machine was disturbed, so that this run is no baseline; empty where it was not
 */
public record Run(Path file, OffsetDateTime time, String commit, Machine machine, List<Ceiling> ceilings, String suspect) {

    public boolean isSuspect() {
        return !suspect.isEmpty();
    }

    /** What must stay the same for a series to go on: the hardware, in one line. */
    public String hardware() {
        return machine.cpu() + ", " + machine.cores() + " cores, " + machine.vector() + (machine.gpu().isEmpty() ? "" : ", " + machine.gpu());
    }
}
