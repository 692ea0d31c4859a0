package genops.benchmarks.fork;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Lets the first lines through and drops the rest: a kernel that prints in every call would print a million of them.
 */
public final class FirstLines extends OutputStream {
    static final int MOST = 20;
    private static final byte[] MORE = "(more is printed and not shown)\n".getBytes(StandardCharsets.UTF_8);

    private final OutputStream target;
    private int lines;

    FirstLines(OutputStream target) {
        this.target = target;
    }

    /** From now on this JVM's code prints its first lines only, on either stream. */
    public static void limitThisProcess() {
        System.setOut(limited(System.out));
        System.setErr(limited(System.err));
    }

    private static PrintStream limited(PrintStream stream) {
        return new PrintStream(new FirstLines(stream), true, stream.charset());
    }

    @Override
    public synchronized void write(int b) throws IOException {
        if (lines < MOST) {
            target.write(b);
            if (b == '\n') {
                lines++;
                if (lines == MOST) {
                    target.write(MORE);
                }
            }
        }
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }
}
