package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.KernelOffer;
import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.shapes.operator.Attention;
import org.junit.jupiter.api.Test;

class CaseTest {
    private static final Attention SHAPE = new Attention(1, 8, 256, 256, 64);

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
