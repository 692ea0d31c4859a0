package genops.results.findings;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.results.projection.ProjectedTimes;
import genops.results.projection.ProjectionError;
import genops.shapes.model.Pipeline;
import java.util.List;
import java.util.Optional;

/**
 * The published observations of Golden et al., "Generative AI Beyond LLMs: System Implications of Multi-Modal Generation"
 * (arXiv 2312.14385v2, abstract), beside what shows here.
 *
 * @param measuredOn machine, threads and precision of the measured times
 * @param projectedTo the device model; empty where none was asked for
 * @param errors of projections of the measured machine, by operator class: how far the projection can be trusted
 * @param findings one for each observation, in order
 */
public record Findings(String measuredOn, Optional<String> projectedTo, List<ProjectionError> errors, List<Finding> findings) {
    /** Where the statements come from. */
    public static final String SOURCE = "Golden et al., arXiv 2312.14385v2, abstract";
    /** What is said of the paper's set-up without having been checked; shown with this mark wherever it is shown. */
    public static final String RECALLED = "the paper's device, as recalled and not checked against its full text: NVIDIA A100 80GB, fp16";

    private static final List<Observation> OBSERVATIONS = List.of(OperatorShare.CONVOLUTION, OperatorShare.LINEAR, new FlashSpeedup(),
            new SequenceLengths(), new TemporalAttentionShare());

    public Findings {
        errors = List.copyOf(errors);
        findings = List.copyOf(findings);
    }

    /** Judges every observation on measured times alone, or beside those of a device model. */
    public static Findings of(Evidence measured, Optional<Evidence> projected) {
        return of(measured, projected, List.of());
    }

    /**
     * Judges every observation on the measured times of a run and on those projected to a device, whose efficiencies are held against
     * the measurement on the measured machine.
     */
    public static Findings of(RunDocument document, Selection selection, List<Pipeline> pipelines, DeviceModel device) {
        Evidence measured = new Evidence(pipelines, MeasuredTimes.of(document, selection));
        List<ProjectionError> errors = DeviceModel.host(document, selection.threads(), device)
                .map(host -> ProjectionError.of(measured.catalog().shapes(), measured.times(), new ProjectedTimes(host)))
                .orElse(List.of());
        return of(measured, Optional.of(new Evidence(pipelines, new ProjectedTimes(device))), errors);
    }

    private static Findings of(Evidence measured, Optional<Evidence> projected, List<ProjectionError> errors) {
        return new Findings(measured.name(), projected.map(Evidence::name), errors, OBSERVATIONS.stream()
                .map(o -> new Finding(o, o.judge(measured), projected.map(o::judge)))
                .toList());
    }
}
