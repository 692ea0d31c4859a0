package genops.results.statistics;

import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.shapes.operator.OperatorType;
import java.util.Optional;

/**
 * What follows from a measurement: computed when read, never stored.
 *
 * @param measurement the measurement
 * @param nanoseconds time of one call with its error, see {@link Samples}
 * @param ceilingShare least time by the roofline of the machine at the same thread count, over the time;
 *     empty where a ceiling was not measured
 */
public record Metrics(Measurement measurement, Estimate nanoseconds, Optional<Double> ceilingShare) {

    /** Metrics of a measurement; empty where it has no time. */
    public static Optional<Metrics> of(Measurement measurement, Ceilings ceilings) {
        if (measurement.status() != Status.MEASURED || measurement.scoreNanoseconds().length == 0) {
            return Optional.empty();
        }
        Estimate time = Samples.estimate(measurement);
        Optional<Double> share = ceilings.leastNanoseconds(OperatorType.of(measurement.operator()).operatorClass(),
                measurement.flops(), measurement.bytes(), measurement.threads()).map(least -> least / time.value());
        return Optional.of(new Metrics(measurement, time, share));
    }

    /** FLOPs per nanosecond; 0 for an operator that only moves data. */
    public double gigaflopsPerSecond() {
        return measurement.flops() / nanoseconds.value();
    }

    /** Least bytes of the shape per nanosecond. */
    public double gigabytesPerSecond() {
        return measurement.bytes() / nanoseconds.value();
    }

    /** FLOPs per byte: the arithmetic intensity. */
    public double intensity() {
        return (double) measurement.flops() / measurement.bytes();
    }
}
