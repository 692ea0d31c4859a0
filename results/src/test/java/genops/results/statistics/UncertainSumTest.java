package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UncertainSumTest {
    private final UncertainSum a = UncertainSum.of(new Estimate(100, 3), "a");
    private final UncertainSum b = UncertainSum.of(new Estimate(100, 4), "b");

    @Test
    void errorsOfOneSourceAddAndOfSeveralAddInQuadrature() {
        assertEquals(new Estimate(200, 6), a.plus(a).estimate());
        assertEquals(new Estimate(200, 5), a.plus(b).estimate());
    }

    @Test
    void whatBothSidesOfARatioShareCancels() {
        assertEquals(new Estimate(1, 0), a.over(a));
        // (a + b) / a = 1 + b/a: to first order the error is the hypotenuse of the relative errors of a and b
        assertEquals(Math.hypot(0.03, 0.04), a.plus(b).over(a).error(), 1e-12);
    }

    @Test
    void anUnknownErrorStaysUnknown() {
        UncertainSum unknown = UncertainSum.of(new Estimate(1, Double.POSITIVE_INFINITY), "c");
        assertEquals(Double.POSITIVE_INFINITY, a.plus(unknown).estimate().error());
        assertEquals(Double.POSITIVE_INFINITY, a.plus(unknown).over(unknown).error());
    }
}
