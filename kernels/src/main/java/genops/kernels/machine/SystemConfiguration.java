package genops.kernels.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * What {@code sysconf} of glibc tells of caches, which it takes from the processor itself. Other C libraries have other numbers for what
 * is asked, or none, and are not asked.
 *
 * @param value {@code sysconf}: a number as in glibc's {@code bits/confname.h} to a value, not positive where it is not told
 */
record SystemConfiguration(IntToLongFunction value) {
    private static final int LEVEL1_INSTRUCTION_SIZE = 185;
    private static final int LEVEL1_DATA_SIZE = 188;
    private static final int LEVEL2_SIZE = 191;
    private static final int LEVEL3_SIZE = 194;
    /** From the number of a size to that of the bytes of a line. */
    private static final int LINE = 2;
    private static final int MOST_LINE_BYTES = 1024;

    /** That of this process; one that tells nothing where its C library is not glibc. */
    static SystemConfiguration ofThisProcess() {
        return sysconf().map(SystemConfiguration::of).orElse(new SystemConfiguration(number -> -1));
    }

    private static Optional<MethodHandle> sysconf() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = linker.defaultLookup();
            if (library.find("gnu_get_libc_version").isEmpty()) {
                return Optional.empty();
            }
            Optional<MemorySegment> address = library.find("sysconf");
            return address.map(a -> linker.downcallHandle(a, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT)));
        } catch (UnsupportedOperationException | IllegalCallerException e) {
            // no native calls on this platform, or not allowed to this process
            return Optional.empty();
        }
    }

    private static SystemConfiguration of(MethodHandle sysconf) {
        return new SystemConfiguration(number -> {
            try {
                return (long) sysconf.invokeExact(number);
            } catch (Throwable e) {
                throw new IllegalStateException("sysconf: " + e, e);
            }
        });
    }

    /** The caches that it tells; none where it does not tell those for data of the first two levels, without which the rest is doubtful. */
    List<Cache> caches() {
        List<Cache> caches = new ArrayList<>();
        cache(1, "data", LEVEL1_DATA_SIZE, 4L << 10, 4L << 20).ifPresent(caches::add);
        cache(2, "unified", LEVEL2_SIZE, 32L << 10, 1L << 30).ifPresent(caches::add);
        if (caches.size() < 2) {
            return List.of();
        }
        cache(1, "instruction", LEVEL1_INSTRUCTION_SIZE, 4L << 10, 4L << 20).ifPresent(caches::add);
        cache(3, "unified", LEVEL3_SIZE, 256L << 10, 64L << 30).ifPresent(caches::add);
        return caches;
    }

    /** A cache of a size that one can have. */
    private Optional<Cache> cache(int level, String kind, int number, long least, long most) {
        long bytes = value.applyAsLong(number);
        if (bytes < least || bytes > most) {
            return Optional.empty();
        }
        long line = value.applyAsLong(number + LINE);
        return Optional.of(new Cache(level, kind, bytes, line > 0 && line <= MOST_LINE_BYTES ? (int) line : 0, 0));
    }
}
