package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.results.TestDocuments;
import genops.results.document.Status;
import genops.shapes.operator.Add;
import genops.shapes.operator.Linear;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    private static final double[][] UNKNOWN = {};

    private static Optional<String> of(double[]... forks) {
        return Disturbance.of(forks, UNKNOWN);
    }

    private static double[] fork(double... iterations) {
        return iterations;
    }

    @Test
    void forksThatAgreeAreNotInDoubt() {
        assertEquals(Optional.empty(), of(fork(10, 11), fork(12, 12)));
        assertEquals(Optional.empty(), of(fork(10)));
        assertEquals(Optional.empty(), of(fork(), fork()));
    }

    @Test
    void ofTwoForksOneMustNotBeMuchSlower() {
        assertEquals(Optional.of("fork 2 took 8.1 times as long as fork 1"), of(fork(10, 11), fork(81, 90)));
        assertEquals(Optional.of("fork 1 took 1000 times as long as fork 3"), of(fork(10e3), fork(), fork(10)));
        assertEquals(Optional.of("fork 1 took 35% longer than fork 2"), of(fork(13.5), fork(10)));
    }

    @Test
    void furtherForksThatAgreeWithTheFastestEndTheDoubt() {
        assertEquals(Optional.empty(), of(fork(10), fork(81), fork(11)));
        assertEquals(Optional.empty(), of(fork(10), fork(81), fork(11), fork(81)));
        assertEquals(Optional.of("fork 5 took 9.0 times as long as fork 1"), of(fork(10), fork(81), fork(11), fork(81), fork(90)));
        assertEquals(Optional.of("fork 2 took 8.1 times as long as fork 1"), of(fork(10), fork(81), fork(80)));
    }

    @Test
    void processorTimeThatWentToOthersIsWeightedByTime() {
        double[][] times = {{20, 30}};
        assertEquals(Optional.of("38% of the processor time went to others"), Disturbance.of(times, new double[][] {{0.2, 0.5}}));
        assertEquals(Optional.empty(), Disturbance.of(times, new double[][] {{0.1, 0.05}}));
        assertEquals(Optional.empty(), Disturbance.of(times, new double[][] {{0.5}}));
    }

    @Test
    void whereEnoughQuietIterationsRemainTheyDecide() {
        double[][] times = {{10, 11, 50}, {12, 60, 70}};
        assertEquals(Optional.empty(), Disturbance.of(times, new double[][] {{0, 0, 0.5}, {0, 0.5, 0.5}}));
        assertEquals(Optional.of("fork 2 took 6.0 times as long as fork 1"),
                Disturbance.of(times, new double[][] {{0, 0, 0.5}, {0.5, 0, 0}}));
    }

    @Test
    void manySlowIterationsOfTheForksThatCountAreADoubt() {
        assertEquals(Optional.of("2 of 6 iterations took more than twice the fastest of their fork"),
                of(fork(10, 21, 10), fork(10, 21, 10)));
        assertEquals(Optional.empty(), of(fork(10, 20, 10), fork(10, 21, 10)));
        // the third fork has no part in the estimate
        assertEquals(Optional.empty(), of(fork(10, 10), fork(10, 10), fork(100, 999)));
    }

    @Test
    void aMeasurementWithoutATimeIsNotInDoubtAndADevicesTimeIsItsOwn() {
        assertEquals(Optional.empty(), Disturbance.of(TestDocuments.failed(new Add(8), "vector/add", Status.CRASHED, "signal 11")));
        assertEquals(Optional.empty(), Disturbance.of(TestDocuments.inTurns(
                TestDocuments.onDevice(new Linear(8, 8, 8, false), "cuda/gemm", 10, 90, 1), "", new double[][] {{1, 1}, {1, 1}, {1, 1}})));
        assertEquals(Optional.of("fork 2 took 9.0 times as long as fork 1"),
                Disturbance.of(TestDocuments.measured(new Add(8), "vector/add", new double[][] {{10}, {90}})));
    }
}
