package genops.results.document;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * All that one run of the suite found out, as it is stored: raw data and what is needed to interpret it, nothing derived.
 *
 * @param schema version of this format, {@link #SCHEMA}
 * @param started when the run began, ISO 8601 with zone
 * @param commit git commit of the sources, with {@code -dirty} where they were changed; {@code unknown} outside a checkout
 * @param command the command line that made the run
 * @param machine where it ran
 * @param suspect one line why the machine was disturbed while it measured, so that nothing is held against this run; empty where it
 *     was not
 * @param shard which part of a whole run this is, e.g. {@code 2/3}; empty where it is the whole
 * @param positions of a part: the place of each of its measurements in the whole run, counted from 0; empty where it is the whole
 * @param ceilings the measured limits of that machine
 * @param measurements one for each case that was asked for, whatever became of it
 * @param steps one for each step of a stage that was asked for, whatever became of it
 * @param committed when the commit was made, ISO 8601 with zone; empty where that is not known, as in documents of before
 * @param reference the fixed build that measurements were timed in pairs with: its commit or, where that does not say what is in its jar, the
 *     checksum of the jar; empty where there was none, as in documents of before
 */
public record RunDocument(int schema, String started, String commit, String command, Machine machine,
        @JsonSetter(nulls = Nulls.AS_EMPTY) String suspect, @JsonSetter(nulls = Nulls.AS_EMPTY) String shard,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Integer> positions, List<Ceiling> ceilings, List<Measurement> measurements,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<StepMeasurement> steps, @JsonSetter(nulls = Nulls.AS_EMPTY) String committed,
        @JsonSetter(nulls = Nulls.AS_EMPTY) String reference) {
    /** The version this build reads and writes. */
    public static final int SCHEMA = 1;

    public RunDocument {
        positions = List.copyOf(positions);
        ceilings = List.copyOf(ceilings);
        measurements = List.copyOf(measurements);
        steps = List.copyOf(steps);
    }

    /** A run without a reference, of which it is not known when its commit was made. */
    public RunDocument(int schema, String started, String commit, String command, Machine machine, String suspect, String shard,
            List<Integer> positions, List<Ceiling> ceilings, List<Measurement> measurements, List<StepMeasurement> steps) {
        this(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, steps, "", "");
    }

    /** A run without steps of stages. */
    public RunDocument(int schema, String started, String commit, String command, Machine machine, String suspect, String shard,
            List<Integer> positions, List<Ceiling> ceilings, List<Measurement> measurements) {
        this(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, List.of());
    }

    /** A whole run on a machine that was not disturbed. */
    public RunDocument(int schema, String started, String commit, String command, Machine machine, List<Ceiling> ceilings,
            List<Measurement> measurements) {
        this(schema, started, commit, command, machine, "", "", List.of(), ceilings, measurements);
    }

    /** This run with other ceilings and measurements, which are all of it or a part. */
    public RunDocument with(List<Ceiling> ceilings, List<Measurement> measurements) {
        return new RunDocument(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, steps, committed,
                reference);
    }

    /** This run with other steps of stages. */
    public RunDocument withSteps(List<StepMeasurement> others) {
        return new RunDocument(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, others, committed,
                reference);
    }

    /** This run on a machine of which more is known. */
    public RunDocument on(Machine known) {
        return new RunDocument(schema, started, commit, command, known, suspect, shard, positions, ceilings, measurements, steps, committed,
                reference);
    }

    /** This run as a part of a whole one. */
    public RunDocument part(String shard, List<Integer> positions) {
        return new RunDocument(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, steps, committed,
                reference);
    }

    /** This run, marked as disturbed for a reason; an empty one clears it. */
    public RunDocument suspected(String reason) {
        return new RunDocument(schema, started, commit, command, machine, reason, shard, positions, ceilings, measurements, steps, committed,
                reference);
    }

    /** This run with the time at which its commit was made. */
    public RunDocument withCommitted(String time) {
        return new RunDocument(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, steps, time, reference);
    }

    /** This run with the build that its measurements are timed in pairs with. */
    public RunDocument withReference(String build) {
        return new RunDocument(schema, started, commit, command, machine, suspect, shard, positions, ceilings, measurements, steps, committed, build);
    }

    /** Whether it says more than the machine's limits: any case or step that was not cut off. */
    public boolean saysAnything() {
        return measurements.stream().anyMatch(m -> m.status() != Status.INTERRUPTED)
                || steps.stream().anyMatch(s -> s.status() != Status.INTERRUPTED);
    }
}
