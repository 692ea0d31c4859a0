package genops.kernels;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Memory on transparent huge pages of Linux, asked for by {@code madvise}. The system gives them where it has them, and small pages where
 * it has not.
 *
 * @param bytes of a large page
 */
record LargePages(long bytes, MethodHandle mmap, MethodHandle madvise, MethodHandle munmap) {
    private static final Path FOLDER = Path.of("/sys/kernel/mm/transparent_hugepage");
    /** With base pages of 64 KiB a large one has half a gigabyte: more than most tensors. */
    private static final long LARGEST = 32L << 20;

    private static final int READ_AND_WRITE = 0x1 | 0x2;
    private static final int PRIVATE_AND_ANONYMOUS = 0x02 | 0x20;
    private static final int HUGE_PAGE = 14;
    private static final long FAILED = -1;

    /** Those of this process; empty where the system has none for it. */
    static Optional<LargePages> ofThisProcess() {
        try {
            long bytes = Long.parseLong(Files.readString(FOLDER.resolve("hpage_pmd_size")).strip());
            boolean offered = !Files.readString(FOLDER.resolve("enabled")).contains("[never]");
            return offered && bytes <= LARGEST && isKnownPlatform() ? Optional.of(of(bytes)) : Optional.empty();
        } catch (IOException | NumberFormatException | UnsupportedOperationException | IllegalCallerException e) {
            // another system, one without such pages, or no native calls
            return Optional.empty();
        }
    }

    /** Where the numbers above are those of the system. */
    private static boolean isKnownPlatform() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("amd64") || architecture.equals("aarch64");
    }

    private static LargePages of(long bytes) {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        return new LargePages(bytes,
                handle("mmap", FunctionDescriptor.of(word, word, word, number, number, number, word)),
                handle("madvise", FunctionDescriptor.of(number, word, word, number)),
                handle("munmap", FunctionDescriptor.of(number, word, word)));
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return linker.downcallHandle(library.find(name).orElseThrow(UnsupportedOperationException::new), type);
    }

    /**
     * Memory that begins with a large page, zeroed and touched.
     *
     * @throws OutOfMemoryError where the system has none
     */
    MemorySegment allocate(Arena arena, long size) {
        long length = size + bytes;
        long address = map(length);
        MemorySegment whole = MemorySegment.ofAddress(address).reinterpret(length, arena, s -> unmap(s.address(), length));
        long first = Math.ceilDiv(address, bytes) * bytes;
        advise(first, length - (first - address));
        return whole.asSlice(first - address, size).fill((byte) 0);
    }

    private long map(long length) {
        long address = call(() -> (long) mmap.invokeExact(0L, length, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L));
        if (address == FAILED) {
            throw new OutOfMemoryError("the system has no " + length + " bytes of memory for a tensor");
        }
        return address;
    }

    /** Advice that is not taken changes nothing but speed. */
    private void advise(long address, long length) {
        call(() -> (int) madvise.invokeExact(address, length, HUGE_PAGE));
    }

    private void unmap(long address, long length) {
        call(() -> (int) munmap.invokeExact(address, length));
    }

    /** A call of the C library. */
    private interface Native {
        long call() throws Throwable;
    }

    private static long call(Native function) {
        try {
            return function.call();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call the C library: " + e, e);
        }
    }
}
