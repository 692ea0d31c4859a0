package genops.results.findings;

import genops.results.composition.CallTime;
import genops.results.composition.Composition;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.function.Predicate;

/** How much of every model a run has measured, and how much of its time is estimated from what was. */
public final class CoverageText {

    private CoverageText() {}

    /** A row for each model; empty where nothing of the stack was measured. */
    public static String of(RunDocument document, Stack stack, List<Pipeline> pipelines) {
        Evidence evidence = new Evidence(pipelines, MeasuredTimes.of(document, Selection.of(stack, document)));
        TextTable table = new TextTable("model", ">shapes", ">measured", ">in doubt", ">of time estimated", ">of attention time");
        long all = 0;
        for (Pipeline model : evidence.models()) {
            List<Operator> shapes = List.copyOf(evidence.catalog().model(model.name()).shapes());
            long measured = shapes.stream().filter(s -> is(evidence, s, t -> t instanceof CallTime.Measured)).count();
            long doubtful = shapes.stream().filter(s -> !is(evidence, s, t -> !(t instanceof CallTime.Doubtful))).count();
            all += measured + doubtful;
            table.row(model.name(), "" + shapes.size(), "" + measured, doubtful == 0 ? "" : "" + doubtful, share(evidence, model, e -> true),
                    share(evidence, model, Evidence::attention));
        }
        return all == 0 ? "" : "how much of each model was measured (" + stack.title() + ")\n" + table;
    }

    private static boolean is(Evidence evidence, Operator shape, Predicate<CallTime> condition) {
        return List.of(AttentionVariant.values()).stream().allMatch(variant -> condition.test(evidence.times().of(shape, variant)));
    }

    /** The larger of the shares with unfused and with flash attention. */
    private static String share(Evidence evidence, Pipeline model, Predicate<Entry> entries) {
        double most = 0;
        for (AttentionVariant variant : AttentionVariant.values()) {
            Composition composition = evidence.composition(model, variant);
            if (composition.unknown().stream().anyMatch(t -> entries.test(t.entry()))) {
                return "unknown";
            }
            most = Math.max(most, composition.estimatedShare(entries));
        }
        return Numbers.percent(most);
    }
}
