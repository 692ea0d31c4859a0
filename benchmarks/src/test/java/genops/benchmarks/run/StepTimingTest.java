package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.step.Step;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class StepTimingTest {
    private static final double FORK = 40;
    private static final double ROUND = 5;

    @Test
    void withoutATimeToKeepTheSecondForkIsLikeTheFirst() throws Exception {
        CommandLineOptions none = options();
        assertEquals(3, StepTiming.first(none).iterations());
        Timing others = StepTiming.others(none, StepTiming.unlimited(none, FORK), FORK, ROUND);
        assertEquals(1, others.forks());
        assertEquals(3, others.iterations());
        assertEquals(0, others.warmups());
    }

    @Test
    void whatIsLeftOfTheTimeIsFilled() throws Exception {
        // set-up takes 25 seconds
        assertEquals(7, StepTiming.others(options(), 61, FORK, ROUND).iterations());
        assertEquals(2, StepTiming.others(options(), 36, FORK, ROUND).iterations());
        assertEquals(0, StepTiming.others(options(), 34, FORK, ROUND).forks());
        assertEquals(15, StepTiming.others(options(), 1e6, FORK, ROUND).iterations());
    }

    @Test
    void theCommandLineDecides() throws Exception {
        assertEquals(0, StepTiming.others(options("-f", "1"), 1e6, FORK, ROUND).forks());
        CommandLineOptions three = options("-f", "3", "-i", "4");
        assertEquals(4, StepTiming.first(three).iterations());
        assertEquals(2, StepTiming.others(three, 0, FORK, ROUND).forks());
        assertEquals(4, StepTiming.others(three, 0, FORK, ROUND).iterations());
    }

    @Test
    void moreRoundsAndLargerStepsAreGivenMoreTime() {
        double small = StepTiming.forkSeconds(Step.of("stable-diffusion/unet/0/image=64"), 3);
        double large = StepTiming.forkSeconds(Step.of("stable-diffusion/unet/0"), 3);
        assertTrue(large > small && small > 10, small + ", " + large);
        assertTrue(StepTiming.forkSeconds(Step.of("stable-diffusion/unet/0"), 6) > large);
    }

    private static CommandLineOptions options(String... arguments) throws CommandLineOptionException {
        return new CommandLineOptions(arguments);
    }
}
