package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class TimingTest {

    @Test
    void shortCallsFillTheTimeOfTheCaseWithThreeForks() {
        Timing timing = Timing.fit(12, 1e-6, 1e6);
        assertEquals(3, timing.forks());
        assertEquals(12, timing.caseSeconds(1e-6, 1e6), 1);
    }

    @Test
    void longCallsAreStillTimedTwiceInTwoForks() {
        Timing timing = Timing.fit(6, 20, 1e6);
        assertEquals(2, timing.forks());
        assertEquals(0, timing.warmups());
        assertEquals(2, timing.iterations());
    }

    @Test
    void theCommandLineWins() throws CommandLineOptionException {
        Timing timing = Timing.fit(6, 1e-3, 1e6).overriddenBy(new CommandLineOptions("-f", "5", "-wi", "0", "-i", "9", "-r", "20ms"));
        assertEquals(5, timing.forks());
        assertEquals(0, timing.warmups());
        assertEquals(9, timing.iterations());
        assertEquals(Duration.ofMillis(20), timing.iteration());
    }

    @Test
    void patienceGrowsWithTheEstimate() {
        assertTrue(Timing.patience(0) >= 60);
        assertTrue(Timing.patience(100) >= 2000);
    }
}
