package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.statistics.PairedForks.Ratio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedForksTest {
    private static final int TIMES = 2000;

    /**
     * Processes as they are.
     *
     * @param between standard deviation from process to process
     * @param order effect of which side was made ready first
     * @param far share of processes that are five times as far off
     * @param noisy share of processes whose turns scatter five times as much
     */
    private record Machine(double between, double order, double far, double noisy) {

        PairedFork fork(double ratio, int number, SplittableRandom random) {
            boolean reversed = number % 2 == 1;
            double process = between * random.nextGaussian() * (random.nextDouble() < far ? 5 : 1) + (reversed ? -order : order);
            double spread = random.nextDouble() < noisy ? 0.1 : 0.02;
            double[] numerator = new double[40];
            double[] denominator = new double[40];
            for (int i = 0; i < numerator.length; i++) {
                double speed = 1 + random.nextDouble();
                numerator[i] = speed * ratio * Math.exp(process + spread * random.nextGaussian()) * disturbance(random);
                denominator[i] = speed * disturbance(random);
            }
            return PairedFork.of(numerator, denominator, reversed);
        }

        private static double disturbance(SplittableRandom random) {
            return random.nextInt(40) == 0 ? 2 : 1;
        }

        List<PairedFork> forks(double ratio, int count, SplittableRandom random) {
            List<PairedFork> forks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                forks.add(fork(ratio, i, random));
            }
            return forks;
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 0, 0, 0, 0", "6, 0.015, 0, 0, 0", "6, 0.015, 0.01, 0, 0.3", "24, 0.015, 0.01, 0, 0.3", "12, 0.04, 0.02, 0, 0", "12, 0.01, 0, 0.15, 0"})
    void theIntervalHoldsTheRatio(int forks, double between, double order, double far, double noisy) {
        Machine machine = new Machine(between, order, far, noisy);
        SplittableRandom random = new SplittableRandom(20);
        int covered = 0;
        for (int i = 0; i < TIMES; i++) {
            Interval interval = PairedForks.ratio(machine.forks(1.03, forks, random), 0.05).interval();
            covered += interval.low() <= 1.03 && 1.03 <= interval.high() ? 1 : 0;
        }
        assertTrue(covered >= 0.93 * TIMES, covered + " of " + TIMES);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0.015, 0.01, 0, 0.3", "0.04, 0.02, 0, 0", "0.01, 0, 0.15, 0"})
    void overAllLooksFewEqualTimesAreTold(double between, double order, double far, double noisy) {
        Machine machine = new Machine(between, order, far, noisy);
        SplittableRandom random = new SplittableRandom(21);
        int[] looks = {6, 12, 24, 48};
        int told = 0;
        for (int i = 0; i < TIMES; i++) {
            List<PairedFork> forks = machine.forks(1, 48, random);
            told += Arrays.stream(looks).mapToObj(n -> PairedForks.ratio(forks.subList(0, n), 0.05 / looks.length).interval())
                    .anyMatch(interval -> interval.low() > 1 || interval.high() < 1) ? 1 : 0;
        }
        assertTrue(told <= 0.05 * TIMES, told + " of " + TIMES);
    }

    @Test
    void threePerCentAreFoundByTwentyFourProcessesOfAnOrdinaryKernel() {
        SplittableRandom random = new SplittableRandom(22);
        Machine machine = new Machine(0.015, 0.01, 0.05, 0.2);
        int found = 0;
        for (int i = 0; i < TIMES; i++) {
            found += PairedForks.ratio(machine.forks(1.03, 24, random), 0.0125).interval().low() > 1 ? 1 : 0;
        }
        assertTrue(found >= 0.95 * TIMES, found + " of " + TIMES);
    }

    @Test
    void theEffectOfTheOrderWidensNothing() {
        List<PairedFork> forks = List.of(new PairedFork(0.05, 1e-4, false), new PairedFork(-0.01, 1e-4, true),
                new PairedFork(0.0501, 1e-4, false), new PairedFork(-0.0101, 1e-4, true));
        Ratio ratio = PairedForks.ratio(forks, 0.05);
        assertEquals(Math.exp(0.02), ratio.value(), 1e-6);
        assertTrue(ratio.interval().high() - ratio.interval().low() < 0.002, "" + ratio);
    }

    @Test
    void processesThatAgreeByChanceAreNoMoreCertainThanTheirTurns() {
        List<PairedFork> forks = List.of(new PairedFork(0.02, 0.03, false), new PairedFork(0.02, 0.03, true),
                new PairedFork(0.02, 0.03, false), new PairedFork(0.02, 0.03, true));
        // t of 2 degrees of freedom is 4.303
        assertEquals(Math.exp(0.02 - 4.303 * 0.03 / 2), PairedForks.ratio(forks, 0.05).interval().low(), 1e-4);
    }

    @Test
    void aProcessThatIsFarOffDoesNotHideWhatTheOthersTell() {
        List<PairedFork> forks = new ArrayList<>(new Machine(0.005, 0, 0, 0).forks(1.03, 12, new SplittableRandom(4)));
        forks.set(5, new PairedFork(3, 0.1, true));
        Ratio ratio = PairedForks.ratio(forks, 0.05);
        assertTrue(ratio.interval().low() > 1.01 && ratio.interval().high() < 1.06, "" + ratio);
    }

    @Test
    void oneProcessSaysNothingOfOthers() {
        Ratio ratio = PairedForks.ratio(List.of(new PairedFork(0.02, 0.001, false)), 0.05);
        assertEquals(Math.exp(0.02), ratio.value(), 1e-12);
        assertEquals(Interval.UNKNOWN, ratio.interval());
        assertThrows(IllegalArgumentException.class, () -> PairedForks.ratio(List.of(), 0.05));
    }

    @Test
    void halfWidthsAreThoseOfTheInterval() {
        List<PairedFork> forks = new Machine(0.015, 0, 0, 0).forks(1, 24, new SplittableRandom(3));
        Ratio ratio = PairedForks.ratio(forks, 0.05);
        assertEquals(Math.log(ratio.interval().high() / ratio.value()), PairedForks.halfWidth(ratio.deviation(), 24, 0.05), 1e-9);
    }
}
