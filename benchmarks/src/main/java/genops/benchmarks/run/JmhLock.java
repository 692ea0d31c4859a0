package genops.benchmarks.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The lock by which JMH keeps two runs from disturbing each other, held for as long as a run takes turns: JMH itself holds it for one
 * runner call alone.
 */
public final class JmhLock implements AutoCloseable {
    /** System property with which JMH does without the lock; set while it is held here. */
    static final String IGNORE = "jmh.ignoreLock";

    private final FileChannel channel;
    private final String before = System.getProperty(IGNORE);

    private JmhLock(FileChannel channel) {
        this.channel = channel;
        System.setProperty(IGNORE, "true");
    }

    /**
     * Takes the lock.
     *
     * @throws RunnerException where another run holds it
     */
    public static JmhLock take() throws RunnerException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = Boolean.getBoolean(IGNORE) ? null : channel.tryLock();
            if (lock == null && !Boolean.getBoolean(IGNORE)) {
                channel.close();
                throw new RunnerException("another JMH run holds " + file + "; wait for its end, or run with -D" + IGNORE
                        + "=true where the two cannot disturb each other");
            }
            return new JmhLock(channel);
        } catch (IOException e) {
            throw new RunnerException("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty(IGNORE);
        } else {
            System.setProperty(IGNORE, before);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // the lock ends with this process
            return;
        }
    }
}
