package genops.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Memory off the heap for tensors and workspaces, on large pages where Linux gives them to whoever asks for them (transparent huge pages
 * in the modes {@code madvise} and {@code always}).
 *
 * <p>Small pages lie wherever the system found room. So in every process the same tensors meet other sets of the caches and other banks
 * of the memory, and times of kernels that memory binds differ by tens of percent. Within a large page addresses follow one another in
 * memory as they do in the process, and one entry of the TLB is enough for 512 small pages. What that changes is measured in
 * docs/small-differences.md. Elsewhere, and with {@code -Dgenops.pages=small}, pages are the system's.
 */
public final class OffHeap {
    /** The value {@code small} leaves pages as the system has them. */
    static final String PAGES = "genops.pages";

    private static final Optional<LargePages> LARGE = "small".equals(System.getProperty(PAGES)) ? Optional.empty() : LargePages.ofThisProcess();

    private OffHeap() {}

    /** Bytes of a large page; empty where there is none, or none is wanted. */
    public static Optional<Long> largePageBytes() {
        return LARGE.map(LargePages::bytes);
    }

    /** What memory from half a large page on lies on, in words. */
    public static String pages() {
        return LARGE.map(pages -> "pages of " + (pages.bytes() >> 20) + " MiB where the system has them").orElse("pages as the system has them");
    }

    /**
     * Memory until the arena is closed, zeroed and touched, so that no call of a kernel pays for its first pages.
     *
     * @param arena closes it
     * @param bytes size; from half a large page on the memory begins with one
     */
    public static MemorySegment allocate(Arena arena, long bytes) {
        return LARGE.filter(pages -> bytes >= pages.bytes() / 2).map(pages -> pages.allocate(arena, bytes))
                .orElseGet(() -> arena.allocate(Math.max(1, bytes), Tensors.ALIGNMENT));
    }
}
