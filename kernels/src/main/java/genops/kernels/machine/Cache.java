package genops.kernels.machine;

/**
 * One cache of the processor.
 *
 * @param level 1 for the first
 * @param kind {@code data}, {@code instruction} or {@code unified}
 * @param bytes its size
 * @param lineBytes bytes of a line; 0 where it is not told
 * @param sharing how many of the processors that the operating system sees share it; 0 where it is not told
 */
public record Cache(int level, String kind, long bytes, int lineBytes, int sharing) {

    /** One line, e.g. {@code L1 data 32 KiB, 64-byte lines}. */
    public String text() {
        return "L" + level + (kind.equals("unified") ? "" : " " + kind) + " " + size(bytes)
                + (lineBytes == 0 ? "" : ", " + lineBytes + "-byte lines");
    }

    /** Bytes in the largest unit of which they are a whole number. */
    public static String size(long bytes) {
        return bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
