package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.Examination;
import genops.benchmarks.fork.KernelOffer;
import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.shapes.operator.Attention;
import org.junit.jupiter.api.Test;

class CaseTest {
    private static final Attention SHAPE = new Attention(1, 8, 256, 256, 64);

    @Test
    void allForksTogetherTookTheTimeOfTheirVerifications() {
        KernelOffer offer = new KernelOffer("attention", SHAPE.text(), "vector/flash", "fp32", "", "", 9, 8, 0, false);
        CaseReport one = new CaseReport(Status.MEASURED, "", 2, 0, 1, 0, 0, new Examination(5, 2, "reason", 0.5));
        CaseReport other = new CaseReport(Status.MEASURED, "", 2, 0, 1, 0, 0, new Examination(5, 2, "reason", 0.25));
        Measurement measured = new Case(SHAPE, offer, 2).tookTurns(one.with(other), new double[][] {{1, 2}}, new double[0][], "word",
                new double[][] {{0, 0}}, "");
        assertEquals(5, measured.verificationSeed());
        assertEquals(2, measured.errorFactor());
        assertEquals("reason", measured.errorReason());
        assertEquals(0.75, measured.verificationSeconds());
        assertEquals("word", measured.turns());
        assertEquals(1, measured.foreign().length);
        CaseReport crashed = new CaseReport(Status.CRASHED, "gone", 2, 0, 1, 0, 0);
        assertEquals(5, new Case(SHAPE, offer, 2).unmeasured(crashed.with(one), "").verificationSeed());
    }

    @Test
    void aMeasurementSaysWhatItsKernelNeedsBesideTheTensors() {
        Case unfused = new Case(SHAPE, new KernelOffer("attention", SHAPE.text(), "vector/unfused", "fp32", "", "", 9, 8, 2_097_152, false),
                2);
        Measurement measured = unfused.measured(new CaseReport(Status.MEASURED, "", 2, 0, 1, 0, 0), new double[][] {{1, 2}},
                new double[0][], "");
        assertEquals(2_097_152, measured.workspaceBytes());
        assertEquals(SHAPE.flops(), measured.flops());
        assertEquals(8, measured.bytes());
        assertEquals(2_097_152, unfused.unmeasured(Status.CRASHED, "gone", "").workspaceBytes());
    }
}
