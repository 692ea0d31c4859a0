package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class RunSeedTest {

    @Test
    void everyForkOfARunHasTheSameSeed() throws CommandLineOptionException {
        List<String> first = RunSeed.arguments(new CommandLineOptions("-jvmArgsAppend", "-Xmx1g"));
        assertEquals(List.of(RunSeed.argument()), first);
        assertEquals(first, RunSeed.arguments(new CommandLineOptions()));
        assertTrue(first.getFirst().matches("-Dgenops[.]verify[.]seed=[0-9]+"), first::toString);
    }

    @Test
    void aSeedAmongTheUsersArgumentsStands() throws CommandLineOptionException {
        assertEquals(List.of(), RunSeed.arguments(new CommandLineOptions("-jvmArgsAppend", "-Xmx1g -Dgenops.verify.seed=5")));
        assertEquals(List.of(), RunSeed.arguments(new CommandLineOptions("-jvmArgs", "-Dgenops.verify.seed=5")));
    }
}
