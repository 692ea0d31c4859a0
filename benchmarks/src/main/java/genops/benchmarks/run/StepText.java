package genops.benchmarks.run;

import genops.benchmarks.step.Step;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words of a finished step's progress line. */
final class StepText {

    private StepText() {}

    /**
     * Such as {@code step stable-diffusion unet: unfused 2.91 s, flash 2.41 s, 1.21×}; the pass stands there where there are several.
     *
     * @param measured with unfused and with flash attention
     */
    static String of(Step step, List<StepMeasurement> measured) {
        StepMeasurement unfused = measured.getFirst();
        StepMeasurement flash = measured.getLast();
        String pass = step.pipeline().stage(step.stage()).passes().size() > 1 ? " pass " + step.pass() : "";
        String name = "step " + unfused.model() + " " + step.stage() + pass + ": ";
        if (unfused.status() != Status.MEASURED) {
            return name + unfused.status().words() + ": " + unfused.reason();
        }
        return name + measured.stream().map(m -> m.attention() + " " + Numbers.time(Samples.estimate(m.nanoseconds()).value()))
                .collect(Collectors.joining(", ")) + ", " + Numbers.ratio(speedUp(unfused, flash));
    }

    /** Median over all rounds of the ratio of the two steps of a round. */
    static double speedUp(StepMeasurement unfused, StepMeasurement flash) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < unfused.nanoseconds().length; i++) {
            for (int j = 0; j < unfused.nanoseconds()[i].length; j++) {
                ratios.add(unfused.nanoseconds()[i][j] / flash.nanoseconds()[i][j]);
            }
        }
        return Samples.median(ratios);
    }
}
