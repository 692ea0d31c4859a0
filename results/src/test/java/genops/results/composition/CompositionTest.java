package genops.results.composition;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Samples;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.OperatorClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private static final Attention ATTENTION = new Attention(1, 1, 1000, 1000, 100);
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final Linear LARGER = new Linear(2000, 1000, 1000, false);
    private static final Pipeline MODEL = model("m", Family.DIFFUSION_TEXT_TO_IMAGE, 10,
            call(ATTENTION, "self"), call(LINEAR, "query"), call(LINEAR, "query"), call(LARGER, "mlp"));
    private static final RunDocument DOCUMENT = document(
            measured(ATTENTION, "vector/unfused", 30e6),
            measured(ATTENTION, "vector/unfused-slow", 45e6),
            measured(ATTENTION, "onednn/unfused", 20e6),
            measured(ATTENTION, "vector/flash", 10e6),
            measured(LINEAR, "vector/gemm", 40e6),
            measured(LINEAR, "openblas/gemm", 20e6));

    private static Composition compose(Selection selection, AttentionVariant variant) {
        return Composition.of("m", Catalog.of(List.of(MODEL)), MeasuredTimes.of(DOCUMENT, selection), variant);
    }

    @Test
    void theTimeIsTheSumOfCountsTimesTheFastestKernel() {
        Composition flash = compose(Selection.of(Stack.VECTOR, DOCUMENT), AttentionVariant.FLASH);
        // 10 steps of 10 ms attention, 2 · 40 ms linear, and 4·10⁹ FLOPs at the 50 % of 100 GFLOP/s that the other one reaches: 80 ms
        assertEquals(10 * (10e6 + 80e6 + 80e6), flash.time().value(), 1);
        assertEquals(10 * 160e6, flash.byClass().get(OperatorClass.LINEAR).value(), 1);
        assertEquals(1 / 17.0, flash.share(OperatorClass.ATTENTION).value(), 1e-9);
        assertEquals(0, flash.share(OperatorClass.CONVOLUTION).value());
        assertEquals(flash.time().value(), flash.byStage().get("network").value(), 1e-3);
        Composition unfused = compose(Selection.of(Stack.VECTOR, DOCUMENT), AttentionVariant.UNFUSED);
        assertEquals(20e6, (unfused.time().value() - flash.time().value()) / 10, 1);
    }

    @Test
    void onlyKernelsOfTheStackCount() {
        Composition unfused = compose(Selection.of(Stack.VECTOR, DOCUMENT), AttentionVariant.UNFUSED);
        assertEquals(300e6, unfused.byClass().get(OperatorClass.ATTENTION).value(), 1, "not the 20 ms of another library");
    }

    /** Another framework with attention of its own, and no linear layer. */
    private static final Stack OTHER = new Stack("other", "Other kernels", "onednn", "fp32", false);

    @Test
    void whereAStackHasNoKernelOursStandsInAndCountsAsEstimated() {
        Composition unfused = compose(Selection.of(OTHER, DOCUMENT), AttentionVariant.UNFUSED);
        assertEquals(10 * (20e6 + 80e6 + 80e6), unfused.time().value(), 1);
        assertEquals(160.0 / 180, unfused.estimatedShare(e -> true), 1e-9);
        assertEquals("vector/gemm, which stands in", assertInstanceOf(CallTime.StandIn.class, unfused.terms().get(1).time()).basis());
        assertTrue(CompositionText.of(unfused, unfused, List.of())
                .contains("taken from vector/gemm, which stands in, 44.4% of the time: linear "
                + "m1000_n1000_k1000"));
        CallTime flash = compose(Selection.of(OTHER, DOCUMENT), AttentionVariant.FLASH).terms().getFirst().time();
        assertInstanceOf(CallTime.Unknown.class, flash, "no flash attention of another stack stands in");
    }

    @Test
    void aStackThatMeasuredAnOperatorElsewhereIsEstimatedByItsOwnEfficiency() {
        RunDocument document = document(measured(ATTENTION, "onednn/unfused", 20e6), measured(LINEAR, "onednn/matmul", 20e6),
                measured(LARGER, "vector/gemm", 400e6));
        CallTime time = MeasuredTimes.of(document, Selection.of(OTHER, document)).of(LARGER, AttentionVariant.UNFUSED);
        assertEquals(40e6, assertInstanceOf(CallTime.Estimated.class, time).nanoseconds().value(), 1);
    }

    @Test
    void ofKernelsThatTookTurnsTheRatioCarriesTheError() {
        double[][] unfused = {{30e6, 60e6}, {31e6, 62e6}, {29e6, 58e6}};
        double[][] flash = {{10e6, 20e6}, {10e6, 20e6}, {10e6, 20e6}};
        RunDocument document = document(inTurns(measured(ATTENTION, "vector/unfused", unfused), "t1"),
                inTurns(measured(ATTENTION, "vector/flash", flash), "t1"), measured(LINEAR, "vector/gemm", 40e6));
        MeasuredTimes times = MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document));
        CallTime.Measured time = assertInstanceOf(CallTime.Measured.class, times.of(ATTENTION, AttentionVariant.UNFUSED));
        CallTime.Pair pair = time.pair().orElseThrow();
        assertEquals("vector/flash", pair.kernel());
        assertEquals(3, pair.ratio().value(), 1e-9);
        double flashNanoseconds = Samples.estimate(flash).value();
        assertEquals(3 * flashNanoseconds, time.nanoseconds().value(), 1);
        Catalog catalog = Catalog.of(List.of(model("one", Family.DIFFUSION_TEXT_TO_IMAGE, 7, call(ATTENTION, "self"))));
        Composition after = Composition.of("one", catalog, times, AttentionVariant.FLASH);
        Composition before = Composition.of("one", catalog, times, AttentionVariant.UNFUSED);
        assertEquals(pair.ratio(), before.time().over(after.time()), "the error of the flash time cancels");
        assertEquals(7 * 3 * flashNanoseconds, before.time().value(), 10);
    }

    private static Measurement inTurns(Measurement m, String turns) {
        return new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(),
                m.reason(),
                m.nanoseconds(), m.deviceNanoseconds(), m.launches(), m.error(), m.tolerance(), m.command(), turns, new double[0][], 0);
    }

    @Test
    void whatIsInDoubtIsShownAndNoEvidence() {
        MeasuredTimes times = MeasuredTimes.of(DOCUMENT, Selection.of(Stack.VECTOR, DOCUMENT),
                m -> m.operator().equals("linear") ? Optional.of("half of the time was stolen") : Optional.empty());
        CallTime.Doubtful time = assertInstanceOf(CallTime.Doubtful.class, times.of(LINEAR, AttentionVariant.FLASH));
        assertEquals(40e6, time.nanoseconds().value(), 1);
        Composition flash = Composition.of("m", Catalog.of(List.of(MODEL)), times, AttentionVariant.FLASH);
        assertTrue(flash.estimated().stream().anyMatch(t -> t.time() == time || t.time().equals(time)));
        assertTrue(CompositionText.of(flash, flash, List.of()).contains("in doubt: half of the time was stolen"));
    }

    @Test
    void whatWasNotMeasuredIsNamedAndItsShareShown() {
        Composition flash = compose(Selection.of(Stack.VECTOR, DOCUMENT), AttentionVariant.FLASH);
        assertEquals(List.of(LARGER), flash.estimated().stream().map(t -> (Object) t.entry().operator()).toList());
        assertEquals(8 / 17.0, flash.estimatedShare(e -> true), 1e-9);
        assertEquals(0.5, flash.estimatedShare(e -> e.type().operatorClass() == OperatorClass.LINEAR), 1e-9);
        assertEquals(Double.POSITIVE_INFINITY, flash.time().estimate().error(), "one efficiency has no spread");
        CallTime.Estimated estimate = assertInstanceOf(CallTime.Estimated.class, flash.estimated().getFirst().time());
        assertEquals("1 measured compute-bound shapes of linear", estimate.basis());
    }

    @Test
    void theTextShowsBothVariantsAndNamesEveryShapeThatWasNotMeasured() {
        String text = CompositionText.of(compose(Selection.of(Stack.VECTOR, DOCUMENT), AttentionVariant.UNFUSED),
                compose(Selection.of(Stack.VECTOR, DOCUMENT), AttentionVariant.FLASH), List.of());
        assertTrue(text.contains("attention  300 ms ± 1.1%   15.8%  100 ms ± 1.1%    5.9%"), text);
        assertTrue(text.startsWith("m, one inference; composed less measured: not checked"), text);
        assertTrue(text.contains("with flash attention, estimated from 1 measured compute-bound shapes of linear, 47.1% of the time: "
                + "linear m2000_n1000_k1000"), text);
    }

    @Test
    void aTotalWithUnknownPartsIsShownAsALowerBound() {
        RunDocument document = document(measured(LINEAR, "vector/gemm", 40e6));
        CallTimes times = MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document));
        Catalog catalog = Catalog.of(List.of(MODEL));
        String text = CompositionText.of(Composition.of("m", catalog, times, AttentionVariant.UNFUSED),
                Composition.of("m", catalog, times, AttentionVariant.FLASH), List.of());
        assertTrue(text.contains("> 1.60 s"), text);
        assertTrue(text.contains("unknown: no attention operator was measured"), text);
    }

    @Test
    void anOperatorWithoutAnyMeasurementOfItsClassIsUnknownNotZero() {
        MeasuredTimes times = MeasuredTimes.of(DOCUMENT, Selection.of(Stack.VECTOR, DOCUMENT));
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
                MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document)).of(LARGER, AttentionVariant.FLASH));
        // efficiencies 0.5, 0.8, 0.5: median 0.5; deviations of the logarithms 0.2714
        assertEquals(80e6, time.nanoseconds().value(), 1);
        assertEquals(1.96 * Math.log(1.6) / Math.sqrt(3), time.nanoseconds().relativeError(), 1e-9);
    }

    @Test
    void memoryBoundShapesAreEstimatedFromMemoryBoundOnes() {
        RunDocument document = document(
                measured(new Linear(1000, 1000, 1000, false), "vector/gemm", 40e6),
                measured(new Linear(1, 1000, 1000, false), "vector/gemv", 400.8e3));
        CallTime.Estimated time = assertInstanceOf(CallTime.Estimated.class, MeasuredTimes.of(document, Selection.of(Stack.VECTOR,
                document))
                .of(new Linear(1, 2000, 1000, false), AttentionVariant.FLASH));
        // 4·(1000 + 2000·1000 + 2000) bytes at 10 GB/s, all of which the measured one reaches
        assertEquals(801.2e3, time.nanoseconds().value(), 1e-3);
        assertTrue(time.basis().contains("memory-bound shapes of linear"));
    }
}
