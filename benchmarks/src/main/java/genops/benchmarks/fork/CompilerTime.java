package genops.benchmarks.fork;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much time the optimising compiler of this JVM has taken so far, which stands still once it is through. */
public final class CompilerTime {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String OPTIMISING = "(C2 ";
    /** Fields of {@code /proc/…/stat} behind the name: time in user and in kernel mode, in hundredths of a second. */
    private static final int USER = 11;
    private static final int KERNEL = 12;
    private static final long MILLISECONDS_PER_TICK = 10;

    private CompilerTime() {}

    /** Milliseconds of processor time of the compiler's threads; empty where the system does not tell them apart. */
    public static OptionalLong ofThreads() {
        File[] threads = THREADS.toFile().listFiles();
        if (threads == null) {
            return OptionalLong.empty();
        }
        long ticks = 0;
        for (File thread : threads) {
            ticks += ticks(thread.toPath());
        }
        return OptionalLong.of(MILLISECONDS_PER_TICK * ticks);
    }

    private static long ticks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            if (!stat.contains(OPTIMISING)) {
                return 0;
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL]);
        } catch (IOException e) {
            // the thread ended while it was looked at
            return 0;
        }
    }

    /** Milliseconds of all compilations that are finished: seen late, and known everywhere. */
    public static long ofFinished() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }
}
