package genops.benchmarks.run;

import genops.kernels.verify.VerifySeed;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.Options;

/**
 * The seed of inputs and samples of a run: drawn once, or given to this JVM, and handed to every fork, so that the seed in the run document
 * gives all of them again.
 */
public final class RunSeed {
    private static final long SEED = VerifySeed.get();

    private RunSeed() {}

    /** The seed. */
    public static long get() {
        return SEED;
    }

    /** The argument that hands it to a fork. */
    public static String argument() {
        return given(SEED);
    }

    /** The same for forks of JMH, none where the user's own arguments give them a seed. */
    static List<String> arguments(Options jmh) {
        boolean given = Stream.of(jmh.getJvmArgsPrepend(), jmh.getJvmArgs(), jmh.getJvmArgsAppend())
                .flatMap(o -> o.hasValue() ? o.get().stream() : Stream.<String>empty()).anyMatch(a -> a.startsWith(given("")));
        return given ? List.of() : List.of(argument());
    }

    private static String given(Object seed) {
        return "-D" + VerifySeed.PROPERTY + "=" + seed;
    }
}
