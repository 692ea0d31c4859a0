package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import genops.benchmarks.fork.KernelOffer;
import genops.kernels.DeviceTimed.Cache;
import genops.results.composition.Stack;
import genops.shapes.operator.Attention;
import genops.shapes.operator.OperatorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class PreparedRunTest {
    private static final Attention SHAPE = new Attention(1, 1, 8, 8, 8);
    private static final Benchmarks ALL = new Benchmarks(EnumSet.allOf(OperatorType.class), true);
    private static final Case ON_CPU = of("vector/flash", false);
    private static final Case ON_GPU = of("cuda/flash", true);
    private static final Optional<Shard> WHOLE = Optional.empty();

    @Test
    void gpuCacheIsAboutKernelsOfAGpu() throws CommandLineOptionException {
        RunRequest warm = request(Cache.WARM, Set.of(), false, WHOLE);
        assertEquals("--gpu-cache has no effect: no kernel of a GPU is among what is timed; env says why where one should be",
                refusal(warm, ALL, List.of(ON_CPU)));
        assertDoesNotThrow(() -> PreparedRun.checkEffects(warm, ALL, List.of(ON_CPU, ON_GPU)));
    }

    @Test
    void threadsAreThoseOfKernelsOfTheCpu() throws CommandLineOptionException {
        RunRequest two = request(Cache.COLD, Set.of(2), false, WHOLE);
        assertEquals("--threads has no effect on kernels of a GPU, and no other is among what is timed", refusal(two, ALL, List.of(ON_GPU)));
        assertDoesNotThrow(() -> PreparedRun.checkEffects(two, ALL, List.of(ON_CPU, ON_GPU)));
        assertDoesNotThrow(() -> PreparedRun.checkEffects(two, ALL, List.of()), "ceilings have threads");
    }

    @Test
    void aShardIsAPartOfARunOnWhichAnOptionMayHaveAnEffect() throws CommandLineOptionException {
        RunRequest part = request(Cache.WARM, Set.of(2), false, Optional.of(Shard.of("1/2")));
        assertDoesNotThrow(() -> PreparedRun.checkEffects(part, ALL, List.of(ON_CPU)));
        assertDoesNotThrow(() -> PreparedRun.checkEffects(part, ALL, List.of(ON_GPU)));
    }

    @Test
    void whatARegularExpressionLeavesOutCannotBeSelectedOrLeftOutOnceMore() throws CommandLineOptionException {
        Benchmarks linear = new Benchmarks(EnumSet.of(OperatorType.LINEAR), false);
        RunRequest request = request(Cache.COLD, Set.of(), true, WHOLE, "-p", "linear=m1_n1_k1", "-p", "attention=" + SHAPE.text(), "Linear");
        assertEquals("--no-ceilings has no effect: the regular expressions leave the ceilings out", refusal(request, linear, List.of(ON_CPU)));
        assertEquals("-p attention= has no effect: the regular expressions leave its benchmark out",
                assertThrows(IllegalArgumentException.class, () -> request.shapes(linear)).getMessage());
        assertEquals(2, request.shapes(ALL).size());
    }

    private static String refusal(RunRequest request, Benchmarks benchmarks, List<Case> cases) {
        return assertThrows(IllegalArgumentException.class, () -> PreparedRun.checkEffects(request, benchmarks, cases)).getMessage();
    }

    private static Case of(String kernel, boolean onDevice) {
        return new Case(SHAPE, new KernelOffer("attention", SHAPE.text(), kernel, "fp32", "", "", 9, 8, 0, onDevice), 2);
    }

    private static RunRequest request(Cache cache, Set<Integer> threads, boolean withoutCeilings, Optional<Shard> shard, String... jmh)
            throws CommandLineOptionException {
        return new RunRequest(new CommandLineOptions(jmh), CatalogFilter.ALL, List.of(), Suite.FULL, Stack.VECTOR, new TreeSet<>(threads),
                OptionalDouble.empty(), OptionalInt.empty(), Optional.empty(), "", withoutCeilings, cache, shard);
    }
}
