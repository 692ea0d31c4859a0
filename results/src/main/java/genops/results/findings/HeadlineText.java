package genops.results.findings;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.table.TextTable;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import java.util.List;

/** The headline of a run alone: what flash attention gains at the single shapes that were measured, by what they resemble. */
public final class HeadlineText {

    private HeadlineText() {}

    /** A row for each kind of call, that of which nothing was measured too. */
    public static String of(RunDocument document, Stack stack, List<Pipeline> pipelines) {
        FlashGains gains = FlashGains.of(new Evidence(pipelines, MeasuredTimes.of(document, Selection.of(stack, document))));
        TextTable table = new TextTable("calls of attention", "unfused over flash time, " + stack.title());
        for (AttentionKind kind : AttentionKind.values()) {
            table.row(kind.label(), gains.kind(kind).map(KindGain::text).orElse("not measured"));
        }
        return "What flash attention gains at single shapes\n" + table;
    }
}
