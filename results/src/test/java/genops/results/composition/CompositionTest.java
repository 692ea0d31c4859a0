package genops.results.composition;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.OperatorClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private static final Attention ATTENTION = new Attention(1, 1, 1000, 1000, 100);
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final Linear LARGER = new Linear(2000, 1000, 1000, false);
    private static final Pipeline MODEL = model("m", Family.DIFFUSION_TEXT_TO_IMAGE, 10,
            call(ATTENTION, "self"), call(LINEAR, "query"), call(LINEAR, "query"), call(LARGER, "mlp"));
    private static final RunDocument DOCUMENT = document(
            measured(ATTENTION, "vector/unfused", 30e6),
            measured(ATTENTION, "onednn/unfused", 20e6),
            measured(ATTENTION, "vector/flash", 10e6),
            measured(LINEAR, "vector/gemm", 40e6),
            measured(LINEAR, "openblas/gemm", 50e6));

    private static Composition compose(Selection selection, AttentionVariant variant) {
        return Composition.of("m", Catalog.of(List.of(MODEL)), MeasuredTimes.of(DOCUMENT, selection), variant);
    }

    @Test
    void theTimeIsTheSumOfCountsTimesTheFastestKernel() {
        Composition flash = compose(Selection.cpu(DOCUMENT), AttentionVariant.FLASH);
        // 10 steps of 10 ms attention, 2 · 40 ms linear, and 4·10⁹ FLOPs at the 50 % of 100 GFLOP/s that the other one reaches: 80 ms
        assertEquals(10 * (10e6 + 80e6 + 80e6), flash.time().value(), 1);
        assertEquals(10 * 160e6, flash.byClass().get(OperatorClass.LINEAR).value(), 1);
        assertEquals(1 / 17.0, flash.share(OperatorClass.ATTENTION).value(), 1e-9);
        assertEquals(0, flash.share(OperatorClass.CONVOLUTION).value());
        assertEquals(flash.time().value(), flash.byStage().get("network").value(), 1e-3);
        Composition unfused = compose(Selection.cpu(DOCUMENT), AttentionVariant.UNFUSED);
        assertEquals(10e6, (unfused.time().value() - flash.time().value()) / 10, 1);
    }

    @Test
    void onlySelectedKernelsCount() {
        Composition unfused = compose(Selection.cpu(DOCUMENT).only(id -> id.startsWith("vector/")), AttentionVariant.UNFUSED);
        assertEquals(300e6, unfused.byClass().get(OperatorClass.ATTENTION).value(), 1);
    }

    @Test
    void whatWasNotMeasuredIsNamedAndItsShareShown() {
        Composition flash = compose(Selection.cpu(DOCUMENT), AttentionVariant.FLASH);
        assertEquals(List.of(LARGER), flash.estimated().stream().map(t -> (Object) t.entry().operator()).toList());
        assertEquals(8 / 17.0, flash.estimatedShare(e -> true), 1e-9);
        assertEquals(0.5, flash.estimatedShare(e -> e.type().operatorClass() == OperatorClass.LINEAR), 1e-9);
        assertEquals(Double.POSITIVE_INFINITY, flash.time().estimate().error(), "one efficiency has no spread");
        CallTime.Estimated estimate = assertInstanceOf(CallTime.Estimated.class, flash.estimated().getFirst().time());
        assertEquals("1 measured compute-bound shapes of linear", estimate.basis());
    }

    @Test
    void theTextShowsBothVariantsAndNamesEveryShapeThatWasNotMeasured() {
        String text = CompositionText.of(compose(Selection.cpu(DOCUMENT), AttentionVariant.UNFUSED),
                compose(Selection.cpu(DOCUMENT), AttentionVariant.FLASH));
        assertTrue(text.contains("attention  200 ms ± 1.1%   11.1%  100 ms ± 1.1%    5.9%"), text);
        assertTrue(text.contains("with flash attention, estimated from 1 measured compute-bound shapes of linear, 47.1% of the time: "
                + "linear m2000_n1000_k1000"), text);
    }

    @Test
    void aTotalWithUnknownPartsIsShownAsALowerBound() {
        RunDocument document = document(measured(LINEAR, "vector/gemm", 40e6));
        CallTimes times = MeasuredTimes.of(document, Selection.cpu(document));
        Catalog catalog = Catalog.of(List.of(MODEL));
        String text = CompositionText.of(Composition.of("m", catalog, times, AttentionVariant.UNFUSED),
                Composition.of("m", catalog, times, AttentionVariant.FLASH));
        assertTrue(text.contains("> 1.60 s"), text);
        assertTrue(text.contains("unknown: no attention operator was measured"), text);
    }

    @Test
    void anOperatorWithoutAnyMeasurementOfItsClassIsUnknownNotZero() {
        MeasuredTimes times = MeasuredTimes.of(DOCUMENT, Selection.cpu(DOCUMENT));
        CallTime time = times.of(new GroupNorm(1, 32, 64, 32, false), AttentionVariant.FLASH);
        assertEquals(new CallTime.Unknown("no normalisation operator was measured"), time);
    }

    @Test
    void theErrorOfAnEstimateIsTheSpreadOfTheEfficienciesItRestsOn() {
        RunDocument document = document(
                measured(new Linear(1000, 1000, 1000, false), "vector/gemm", 40e6),
                measured(new Linear(1000, 1000, 2000, false), "vector/gemm", 50e6),
                measured(new Linear(1000, 2000, 2000, false), "vector/gemm", 160e6));
        CallTime.Estimated time = assertInstanceOf(CallTime.Estimated.class,
                MeasuredTimes.of(document, Selection.cpu(document)).of(LARGER, AttentionVariant.FLASH));
        // efficiencies 0.5, 0.8, 0.5: median 0.5; deviations of the logarithms 0.2714
        assertEquals(80e6, time.nanoseconds().value(), 1);
        assertEquals(1.96 * Math.log(1.6) / Math.sqrt(3), time.nanoseconds().relativeError(), 1e-9);
    }

    @Test
    void memoryBoundShapesAreEstimatedFromMemoryBoundOnes() {
        RunDocument document = document(
                measured(new Linear(1000, 1000, 1000, false), "vector/gemm", 40e6),
                measured(new Linear(1, 1000, 1000, false), "vector/gemv", 400.8e3));
        CallTime.Estimated time = assertInstanceOf(CallTime.Estimated.class, MeasuredTimes.of(document, Selection.cpu(document))
                .of(new Linear(1, 2000, 1000, false), AttentionVariant.FLASH));
        // 4·(1000 + 2000·1000 + 2000) bytes at 10 GB/s, all of which the measured one reaches
        assertEquals(801.2e3, time.nanoseconds().value(), 1e-3);
        assertTrue(time.basis().contains("memory-bound shapes of linear"));
    }
}
