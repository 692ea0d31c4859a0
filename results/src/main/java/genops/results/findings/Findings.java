package genops.results.findings;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.composition.StepCheck;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.results.projection.ProjectedTimes;
import genops.results.projection.ProjectionError;
import genops.shapes.model.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * The published observations of Golden et al., "Generative AI Beyond LLMs: System Implications of Multi-Modal Generation"
 * (arXiv 2312.14385v2, abstract), beside what shows here: judged for each stack by itself, and on two projections to a device.
 *
 * @param stacks what the measured times of each stack say, this suite's own on the CPU first
 * @param projections what a device model says with a general flash kernel and with one that fits every shape
 * @param errors of projections of the measured machine, by operator class: how far the projection can be trusted
 * @param checks of composed times against steps that were measured as a whole: how far the composition can be trusted
 */
public record Findings(List<Judgement> stacks, List<Judgement> projections, List<ProjectionError> errors, List<StepCheck> checks) {
    /** Where the statements come from. */
    public static final String SOURCE = "Golden et al., arXiv 2312.14385v2, abstract";
    /** What is said of the paper's set-up without having been checked; shown with this mark wherever it is shown. */
    public static final String RECALLED = "the paper's device, as recalled and not checked against its full text: NVIDIA A100 80GB, fp16";

    private static final List<Observation> OBSERVATIONS = List.of(OperatorShare.CONVOLUTION, OperatorShare.LINEAR, new FlashSpeedup(),
            new SequenceLengths(), new TemporalAttentionShare());

    public Findings {
        stacks = List.copyOf(stacks);
        projections = List.copyOf(projections);
        errors = List.copyOf(errors);
        checks = List.copyOf(checks);
    }

    /** The observations, in order. */
    public static List<Observation> observations() {
        return OBSERVATIONS;
    }

    /**
     * Judges every observation on the measured times of stacks in a run and on those projected to a device, whose efficiencies are held
     * against the measurement of the first stack on the CPU.
     *
     * @param stacks whose times are judged, such as {@link Stack#measuredIn}
     */
    public static Findings of(RunDocument document, List<Stack> stacks, List<Pipeline> pipelines, DeviceModel device) {
        List<Judgement> judgements = new ArrayList<>();
        List<ProjectionError> errors = List.of();
        for (Stack stack : stacks) {
            MeasuredTimes times = MeasuredTimes.of(document, Selection.of(stack, document));
            Evidence evidence = new Evidence(pipelines, times);
            judgements.add(Judgement.of(stack.name(), stack.title(), false, evidence));
            if (errors.isEmpty() && !stack.onDevice()) {
                errors = DeviceModel.host(document, times.selection().threads(), device)
                        .map(host -> ProjectionError.of(evidence.catalog().shapes(), times, new ProjectedTimes(host))).orElse(List.of());
            }
        }
        return new Findings(judgements, List.of(
                Judgement.of("general", "projected, general kernel", true, new Evidence(pipelines, new ProjectedTimes(device))),
                Judgement.of("fitting", "projected, fitting kernel", true, new Evidence(pipelines, new ProjectedTimes(device.fitting())))),
                errors, StepCheck.of(document, pipelines));
    }

    /** The judgements of all stacks, then of the projections. */
    public List<Judgement> all() {
        List<Judgement> all = new ArrayList<>(stacks);
        all.addAll(projections);
        return all;
    }
}
