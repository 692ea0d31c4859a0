package genops.plot.figure;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.findings.Evidence;
import genops.results.findings.Findings;
import genops.results.findings.Judgement;
import genops.results.projection.DeviceModel;
import genops.results.projection.ProjectedTimes;
import genops.results.projection.ProjectionError;
import genops.results.roofline.AttentionVariant;
import genops.results.table.Numbers;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Pipeline;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What figures are made from: the measurements of one stack in a run, the models, and a device to project to.
 *
 * @param document the run
 * @param selection which of its measurements make up whole models
 * @param measured the models with their measured times
 * @param projected the models with the times of a device model with a general flash kernel
 * @param fitting the same with a flash kernel that fits every shape
 * @param judgement what the stack says about the observations
 * @param findings what all stacks and both projections say
 */
public record View(RunDocument document, Selection selection, Evidence measured, Evidence projected, Evidence fitting,
        Judgement judgement, Findings findings) {
    private static final int DATE = 10;
    /** A full hash, of which the first digits are enough to find the commit. */
    private static final String HASH = "^([0-9a-f]{12})[0-9a-f]+";

    /** A view of each stack that the run measured; of this suite's own on the CPU where it measured nothing. */
    public static List<View> of(RunDocument document, List<Pipeline> pipelines, DeviceModel device) {
        List<Stack> stacks = Stack.measuredIn(document).stream()
                .filter(s -> Selection.of(s, document).measuredIn(document)).toList();
        Findings findings = Findings.of(document, stacks.isEmpty() ? List.of(Stack.VECTOR) : stacks, pipelines, device);
        return findings.stacks().stream().map(judgement -> {
            Selection selection = Selection.of(Stack.of(judgement.name()), document);
            return new View(document, selection, new Evidence(pipelines, MeasuredTimes.of(document, selection)),
                    new Evidence(pipelines, new ProjectedTimes(device)), new Evidence(pipelines, new ProjectedTimes(device.fitting())),
                    judgement, findings);
        }).toList();
    }

    /** Whether figures of all kernels of a processor, whatever their stack, belong to this view. */
    public boolean ofProcessor() {
        return selection.stack().onDevice() || selection.stack().equals(Stack.VECTOR);
    }

    private boolean isDefault() {
        return selection.stack().equals(Stack.VECTOR);
    }

    /** What keeps some entries of a model from being timed before or after flash attention; empty where nothing does. */
    static Optional<String> missing(Evidence evidence, Pipeline model, Predicate<Entry> entries) {
        return Arrays.stream(AttentionVariant.values())
                .flatMap(variant -> evidence.missing(evidence.composition(model, variant), entries).stream()).findFirst();
    }

    /** The id of a figure in this view. */
    public String id(String figure) {
        return isDefault() ? figure : figure + "-" + selection.stack().name();
    }

    /** The title of a figure in this view. */
    public String title(String figure) {
        return isDefault() ? figure : figure + ", " + selection.stack().title();
    }

    /** Which run a figure shows: machine, commit, date. */
    public String source() {
        return measured.name() + "; commit " + each(document.commit(), hash -> hash.replaceFirst(HASH, "$1")) + ", run of "
                + each(document.started(), time -> time.substring(0, Math.min(DATE, time.length())));
    }

    /** Parts of the fields of runs that are read as one, each shortened, without repetitions. */
    private static String each(String parts, UnaryOperator<String> shortened) {
        return Stream.of(parts.split(", ")).map(shortened).distinct().collect(Collectors.joining(", "));
    }

    /** The same with the device of the projection. */
    public String sourceWithProjection() {
        return source() + "; the paler a point, the more of the time behind it is estimated rather than measured; hollow: projected to "
                + projection();
    }

    /** The device of the projection, and how far the same efficiencies are from the measurement here. */
    public String projection() {
        DoubleSummaryStatistics ratios = findings.errors().stream().mapToDouble(ProjectionError::ratio).summaryStatistics();
        return projected.name() + (ratios.getCount() == 0 ? "" : " (this machine, projected in the same way, takes "
                + Numbers.ratio(ratios.getMin()) + " to " + Numbers.ratio(ratios.getMax()) + " of its projected time, by operator class)");
    }
}
