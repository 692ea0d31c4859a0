package genops.results.findings;

import java.util.List;
import java.util.Optional;

/**
 * The published observations of Golden et al., "Generative AI Beyond LLMs: System Implications of Multi-Modal Generation"
 * (arXiv 2312.14385v2, abstract), beside what shows here.
 *
 * @param measuredOn machine, threads and precision of the measured times
 * @param projectedTo the device model; empty where none was asked for
 * @param findings one for each observation, in order
 */
public record Findings(String measuredOn, Optional<String> projectedTo, List<Finding> findings) {
    /** Where the statements come from. */
    public static final String SOURCE = "Golden et al., arXiv 2312.14385v2, abstract";
    /** What is said of the paper's set-up without having been checked; shown with this mark wherever it is shown. */
    public static final String RECALLED = "the paper's device, as recalled and not checked against its full text: NVIDIA A100 80GB, fp16";

    private static final List<Observation> OBSERVATIONS = List.of(new FlashSpeedup());

    public Findings {
        findings = List.copyOf(findings);
    }

    /** Judges every observation. */
    public static Findings of(Evidence measured, Optional<Evidence> projected) {
        return new Findings(measured.name(), projected.map(Evidence::name), OBSERVATIONS.stream()
                .map(o -> new Finding(o, o.judge(measured), projected.map(o::judge)))
                .toList());
    }
}
