package genops.benchmarks.turns;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much of the machine's processor time others took: other processes, and what the host of a virtual machine took away. Linux counts in
 * hundredths of a second, so that a share is told over a tenth of a second at least; a shorter time shares that of the time before it.
 */
public final class ProcessorShare {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double NANOSECONDS_PER_TICK = 1e7;
    private static final long WINDOW_NANOSECONDS = 100_000_000;
    /** Fields of the line {@code cpu}: time that no process took. */
    private static final int IDLE = 4;
    private static final int WAITING = 5;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int processors = Runtime.getRuntime().availableProcessors();
    private Optional<Reading> begun = read();
    private double last;

    private record Reading(long nanoTime, double idleNanoseconds, double ownNanoseconds) {}

    /** Begins a time of its own: what others took before does not count. */
    public void restart() {
        begun = read();
        last = 0;
    }

    /** The share since the last window was full, of the processors that this process may use; NaN where the system does not tell. */
    public double next() {
        if (begun.isEmpty()) {
            return Double.NaN;
        }
        if (System.nanoTime() - begun.get().nanoTime >= WINDOW_NANOSECONDS) {
            Optional<Reading> now = read();
            last = now.map(n -> share(begun.get(), n)).orElse(Double.NaN);
            begun = now;
        }
        return last;
    }

    private double share(Reading from, Reading to) {
        double all = (double) (to.nanoTime - from.nanoTime) * processors;
        double left = all - (to.idleNanoseconds - from.idleNanoseconds) - (to.ownNanoseconds - from.ownNanoseconds);
        return Math.clamp(left / all, 0.0, 1.0);
    }

    private Optional<Reading> read() {
        try {
            String[] fields = Files.readString(STAT).lines().findFirst().orElse("").split(" +");
            double idle = NANOSECONDS_PER_TICK * (Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITING]));
            return Optional.of(new Reading(System.nanoTime(), idle, system.getProcessCpuTime()));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // not Linux, or a container that hides it
            return Optional.empty();
        }
    }
}
