package genops.results.composition;

import genops.results.document.Measurement;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;

/** Time with unfused over time with flash attention, of two kernels of one stack that took turns at one shape. */
final class FlashRatio {

    private FlashRatio() {}

    /** The ratio with its error. */
    static Estimate of(Measurement unfused, Measurement flash) {
        return Samples.estimate(unfused.scoreNanoseconds()).over(Samples.estimate(flash.scoreNanoseconds()));
    }
}
