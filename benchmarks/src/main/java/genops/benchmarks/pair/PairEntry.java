package genops.benchmarks.pair;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.ForkFlags;
import genops.benchmarks.turns.LoneContender;
import genops.shapes.operator.OperatorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a build offers to the one that compares it with another in one JVM. It is found by its name, in a class loader that knows nothing but
 * this build, so only types of the JDK pass. Other builds rest on this class as it is: what changes its meaning changes {@link #PROTOCOL}.
 */
public final class PairEntry {
    /** Builds whose numbers differ cannot be compared in one JVM. */
    public static final int PROTOCOL = 1;

    /** Keys of what {@link #open} wants: the operator's name, the shape's text and the kernel's id. */
    public static final String OPERATOR = "operator";
    public static final String SHAPE = "shape";
    public static final String KERNEL = "kernel";
    /** A whole number: selects the values of the tensors. */
    public static final String SEED = "seed";
    /** A whole number: selects where in its page each tensor begins. */
    public static final String PLACE = "place";
    /** {@code true} where one verified call is enough. */
    public static final String BRIEF = "brief";

    /** Key of what {@link #open} gives: one line, why the kernel cannot be timed. Where it is there nothing else is. */
    public static final String REFUSED = "refused";
    /** A {@link Runnable} that changes the inputs before a series of turns. */
    public static final String PREPARE = "prepare";
    /** A {@link DoubleSupplier} that times some milliseconds of calls, or one call, and gives the nanoseconds of one. */
    public static final String TURN = "turn";
    /** A {@link Supplier} of one line: what is wrong with what the last call of a series wrote; empty where nothing is. */
    public static final String VERIFY = "verify";
    /** A {@link Supplier} of one line: what is wrong with the tensors after the last turn; empty where nothing is. */
    public static final String END = "end";

    private PairEntry() {}

    /** The protocol of this build. */
    public static int protocol() {
        return PROTOCOL;
    }

    /** The flags that a JVM needs for the kernels of this build. */
    public static List<String> flags() {
        return ForkFlags.flags();
    }

    /**
     * Makes the tensors of a shape, binds a kernel, verifies it and warms it up. The context class loader of the calling thread has to be
     * that of this class.
     *
     * @param wanted by the keys above
     * @return by the keys above
     */
    public static Map<String, Object> open(Map<String, String> wanted) {
        LoneContender.Entry entry = LoneContender.enter(OperatorType.of(wanted.get(OPERATOR)).parse(wanted.get(SHAPE)), wanted.get(KERNEL),
                Long.parseLong(wanted.get(SEED)), Long.parseLong(wanted.get(PLACE)), Boolean.parseBoolean(wanted.get(BRIEF)));
        return entry.contender().map(PairEntry::functions).orElseGet(() -> Map.of(REFUSED, line(entry.refusal())));
    }

    private static Map<String, Object> functions(LoneContender<?> contender) {
        Map<String, Object> functions = new HashMap<>();
        functions.put(PREPARE, (Runnable) contender::prepare);
        functions.put(TURN, (DoubleSupplier) contender::turn);
        functions.put(VERIFY, (Supplier<String>) () -> line(contender.afterTurns()));
        functions.put(END, (Supplier<String>) () -> line(contender.end()));
        return functions;
    }

    private static String line(Optional<CaseReport> failure) {
        return failure.map(f -> f.status().words() + ": " + f.reason()).orElse("");
    }
}
