package genops.benchmarks.step;

import genops.shapes.operator.OperatorClass;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Time of one step: the sum over its calls.
 *
 * @param classNanoseconds the part in each operator class that the step has
 * @param foreign share of the machine's processor time that others took meanwhile; NaN where the system does not tell
 */
record StepTime(Map<OperatorClass, Long> classNanoseconds, double foreign) {

    /**
     * Of the sums of a run.
     *
     * @param sums nanoseconds by the ordinal of the class
     * @param present whether the step has calls of a class
     * @param foreign share of the machine's processor time that others took
     */
    static StepTime of(long[] sums, boolean[] present, double foreign) {
        Map<OperatorClass, Long> times = new EnumMap<>(OperatorClass.class);
        Arrays.stream(OperatorClass.values()).filter(c -> present[c.ordinal()]).forEach(c -> times.put(c, sums[c.ordinal()]));
        return new StepTime(times, foreign);
    }

    long nanoseconds() {
        return classNanoseconds.values().stream().mapToLong(Long::longValue).sum();
    }
}
