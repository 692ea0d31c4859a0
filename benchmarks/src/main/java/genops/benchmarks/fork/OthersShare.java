package genops.benchmarks.fork;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which share of the machine's processor time others took, or was stolen from it, since it was last asked: what all processors were busy
 * with, as the system counts it in {@code /proc/stat}, less what this process took. It is counted in hundredths of a second, so that of a
 * tenth of a second it tells no more than a tenth.
 */
public final class OthersShare {
    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final double SECONDS_PER_TICK = 0.01;
    /** Fields behind the name: user, nice, system, idle, waiting for a device, interrupts (2), stolen; guests are in others. */
    private static final int FIELDS = 8;
    private static final int IDLE = 3;
    private static final int WAITING = 4;

    private Optional<Reading> before = reading();

    /**
     * Processor time so far.
     *
     * @param processors number of processors
     * @param busy seconds that they were busy in all
     * @param own seconds that this process took
     * @param time of the reading, in seconds
     */
    record Reading(int processors, double busy, double own, double time) {

        /** Share of all processors' time since an earlier reading that neither was idle nor taken by this process. */
        double othersSince(Reading earlier) {
            double others = busy - earlier.busy - (own - earlier.own);
            return Math.clamp(others / (processors * (time - earlier.time)), 0, 1);
        }
    }

    /** The share since it was last asked, or made; NaN where the system does not tell. */
    public double next() {
        Optional<Reading> now = reading();
        double share = now.isEmpty() || before.isEmpty() ? Double.NaN : now.get().othersSince(before.get());
        before = now;
        return share;
    }

    private static Optional<Reading> reading() {
        try {
            double own = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
            return parse(Files.readAllLines(STATISTICS, StandardCharsets.US_ASCII), own, System.nanoTime() / 1e9);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the statistics; empty where they are of another form. */
    static Optional<Reading> parse(List<String> lines, double own, double time) {
        int processors = (int) lines.stream().filter(l -> l.matches("cpu\\d+ .*")).count();
        return lines.stream().filter(l -> l.matches("cpu( +\\d+){" + FIELDS + ",}")).findFirst().filter(l -> processors > 0).map(line -> {
            double[] ticks = Arrays.stream(line.split(" +")).skip(1).limit(FIELDS).mapToDouble(Double::parseDouble).toArray();
            double busy = Arrays.stream(ticks).sum() - ticks[IDLE] - ticks[WAITING];
            return new Reading(processors, SECONDS_PER_TICK * busy, own, time);
        });
    }
}
