package genops.results.document;

import java.util.List;

/**
 * All that one run of the suite found out, as it is stored: raw data and what is needed to interpret it, nothing derived.
 *
 * @param schema version of this format, {@link #SCHEMA}
 * @param started when the run began, ISO 8601 with zone
 * @param commit git commit of the sources, with {@code -dirty} where they were changed; {@code unknown} outside a checkout
 * @param command the command line that made the run
 * @param machine where it ran
 * @param ceilings the measured limits of that machine
 * @param measurements one for each case that was asked for, whatever became of it
 */
public record RunDocument(int schema, String started, String commit, String command, Machine machine, List<Ceiling> ceilings,
        List<Measurement> measurements) {
    /** The version this build reads and writes. */
    public static final int SCHEMA = 1;

    public RunDocument {
        ceilings = List.copyOf(ceilings);
        measurements = List.copyOf(measurements);
    }
}
