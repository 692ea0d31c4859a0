package genops.kernels.vector;

import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;

/** Transforms and packs the weights of {@link WinogradConvolution}, once for a model: {@code G w Gᵀ}, in double precision. */
final class WinogradWeights {

    private WinogradWeights() {}

    /**
     * Transforms {@code (outChannels, 3, 3, inChannels)} into 36 packed blocks of {@code inChannels} rows and {@code outChannels} columns.
     *
     * @param from address of the weights
     * @param to address of {@code 36 · Packing.bytes(inChannels, outChannels)} bytes
     */
    static void pack(int outChannels, int inChannels, long from, long to) {
        long rowBytes = 4L * inChannels;
        try (Arena arena = Arena.ofShared()) {
            long plane = outChannels * rowBytes;
            long values = arena.allocate(Workers.shared().count() * plane, 64).address();
            Workers.shared().run(WinogradTransform.POINTS, (point, worker) -> {
                long mine = values + worker * plane;
                double[] factors = WinogradTransform.weightFactors(point);
                for (int o = 0; o < outChannels; o++) {
                    filter(factors, inChannels, from + 9 * o * rowBytes, mine + o * rowBytes);
                }
                Packing.packTransposed(inChannels, outChannels, mine, rowBytes, to + point * Packing.bytes(inChannels, outChannels));
            });
        }
    }

    private static void filter(double[] factors, int channels, long from, long to) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int tap = 0; tap < factors.length; tap++) {
                sum += factors[tap] * Simd.MEMORY.get(Simd.FLOAT, from + 4L * (tap * channels + c));
            }
            Simd.MEMORY.set(Simd.FLOAT, to + 4L * c, (float) sum);
        }
    }
}
