package genops.benchmarks.fork;

import java.io.PrintStream;
import java.util.Optional;

/**
 * How a JVM that was started to answer tells its answers from what else is printed: a library's native code writes to the same stream, and
 * so does a JVM that dies.
 */
public final class Replies {
    private static final String MARK = "genops-reply ";

    private final PrintStream stream;

    /** Answers on a stream. */
    public Replies(PrintStream stream) {
        this.stream = stream;
    }

    /** Answers on the standard output, to which from now on nothing of this JVM's own code is printed. */
    public static Replies ofThisProcess() {
        Replies replies = new Replies(System.out);
        System.setOut(System.err);
        return replies;
    }

    /** Writes an answer of one line. */
    public void send(String text) {
        // native code may have left a line without its end
        stream.println();
        stream.println(MARK + text);
        stream.flush();
    }

    /** The answer in a line; empty where it is something else. */
    public static Optional<String> in(String line) {
        return line.startsWith(MARK) ? Optional.of(line.substring(MARK.length())) : Optional.empty();
    }
}
