package genops.results.document;

/**
 * One measured limit of a machine.
 *
 * @param name {@code fma} (peak fused multiply-add rate), {@code read} or {@code copy} (memory bandwidth; copy counts bytes read and
 *     written), on a device {@code device-gemm} and {@code device-copy}
 * @param threads threads that worked together; 0 for a device
 * @param unitsPerOperation FLOPs or bytes of one operation
 * @param nanoseconds time of one operation: one row per fork, one column per iteration
 */
public record Ceiling(String name, int threads, double unitsPerOperation, double[][] nanoseconds) {}
