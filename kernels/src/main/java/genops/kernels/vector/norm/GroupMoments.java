package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;

import genops.shapes.operator.GroupNorm;
import java.lang.foreign.ValueLayout;

/**
 * From sums by channels to statistics by groups, in double precision. The moments of a group are two doubles at one address: its
 * mean and its sum of squared deviations from it.
 */
final class GroupMoments {
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private GroupMoments() {}

    /** The centre of every channel: the mean of its group over some rows, from sums over these, rounded to a float. */
    static void centres(long sums, int groupSize, int groups, int rows, long centres) {
        double count = (double) rows * groupSize;
        for (int g = 0; g < groups; g++) {
            float centre = (float) (sum(sums + 4L * g * groupSize, groupSize) / count);
            for (long at = 4L * g * groupSize; at < 4L * (g + 1) * groupSize; at += 4) {
                MEMORY.set(FLOAT, centres + at, centre);
            }
        }
    }

    /** Moments of a block from the sums and squares about its centres. */
    static void about(long centres, long sums, long squares, int groupSize, int groups, int rows, long moments) {
        double count = (double) rows * groupSize;
        for (int g = 0; g < groups; g++) {
            long first = 4L * g * groupSize;
            double shift = sum(sums + first, groupSize) / count;
            MEMORY.set(DOUBLE, moments + 16L * g, MEMORY.get(FLOAT, centres + first) + shift);
            MEMORY.set(DOUBLE, moments + 16L * g + 8, Math.max(0, sum(squares + first, groupSize) - count * shift * shift));
        }
    }

    private static double sum(long values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += MEMORY.get(FLOAT, values + 4L * i);
        }
        return sum;
    }

    /**
     * Combines the moments {@code (blocks, groups, 2)} of a sample, all blocks but the last of {@code blockCount} elements a group,
     * into those of its first block (Chan, Golub and LeVeque, 1983); there, squared deviations become the variance.
     */
    static void combine(long moments, int groups, int blocks, double blockCount, double lastCount) {
        for (int g = 0; g < groups; g++) {
            long into = moments + 16L * g;
            double count = blocks == 1 ? lastCount : blockCount;
            double mean = MEMORY.get(DOUBLE, into);
            double squares = MEMORY.get(DOUBLE, into + 8);
            for (int b = 1; b < blocks; b++) {
                long from = into + 16L * groups * b;
                double added = b == blocks - 1 ? lastCount : blockCount;
                double difference = MEMORY.get(DOUBLE, from) - mean;
                double share = added / (count + added);
                mean += difference * share;
                squares += MEMORY.get(DOUBLE, from + 8) + difference * difference * count * share;
                count += added;
            }
            MEMORY.set(DOUBLE, into, mean);
            MEMORY.set(DOUBLE, into + 8, squares / count);
        }
    }

    /** {@code scale = w / √(variance + ε)} and {@code shift = b − mean · scale} of every channel. */
    static void affine(long moments, int groupSize, int groups, long weight, long bias, long scales, long shifts) {
        for (int g = 0; g < groups; g++) {
            double mean = MEMORY.get(DOUBLE, moments + 16L * g);
            double normal = 1 / Math.sqrt(MEMORY.get(DOUBLE, moments + 16L * g + 8) + GroupNorm.EPSILON);
            long first = 4L * g * groupSize;
            for (long at = first; at < first + 4L * groupSize; at += 4) {
                double scale = MEMORY.get(FLOAT, weight + at) * normal;
                MEMORY.set(FLOAT, scales + at, (float) scale);
                MEMORY.set(FLOAT, shifts + at, (float) (MEMORY.get(FLOAT, bias + at) - mean * scale));
            }
        }
    }
}
