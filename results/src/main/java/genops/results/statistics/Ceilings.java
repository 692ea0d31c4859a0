package genops.results.statistics;

import genops.results.document.Ceiling;
import genops.results.document.RunDocument;
import genops.shapes.operator.OperatorClass;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The measured limits of a machine as a roofline (Williams et al., 2009): a call can take no less than
 * {@code max(FLOPs / peak, bytes / bandwidth)} at the same number of threads.
 *
 * <p>A limit is what the fastest of all forks reached that measured it, at the start of the run or later: a slow moment is not the machine's.
 *
 * <p>Which bandwidth: operators that mostly read (attention, convolution, linear) are held to the read bandwidth, the others, which
 * write about as much as they read, to the copy bandwidth. On a device ({@code threads} 0) the peak is that of {@code device-gemm} and
 * both bandwidths are that of {@code device-copy}. Data that lies in a cache can be faster than this roof.
 */
public final class Ceilings {
    private static final String FMA = "fma";
    private static final String READ = "read";
    private static final String COPY = "copy";
    private static final String DEVICE_GEMM = "device-gemm";
    private static final String DEVICE_COPY = "device-copy";

    private final List<Ceiling> ceilings;

    private Ceilings(List<Ceiling> ceilings) {
        this.ceilings = ceilings;
    }

    /** The ceilings that a run measured. */
    public static Ceilings of(RunDocument document) {
        return new Ceilings(document.ceilings());
    }

    /** Peak of {@code threads} threads in FLOP/s, 0 for a device; empty where it was not measured. */
    public Optional<Estimate> peak(int threads) {
        return rate(threads == 0 ? DEVICE_GEMM : FMA, threads);
    }

    /** Read bandwidth in bytes/s; empty where it was not measured. */
    public Optional<Estimate> readBandwidth(int threads) {
        return rate(threads == 0 ? DEVICE_COPY : READ, threads);
    }

    /** Copy bandwidth in bytes/s, bytes read and bytes written counted; empty where it was not measured. */
    public Optional<Estimate> copyBandwidth(int threads) {
        return rate(threads == 0 ? DEVICE_COPY : COPY, threads);
    }

    /** The bandwidth that bounds operators of this class, in bytes/s; empty where it was not measured. */
    public Optional<Estimate> bandwidth(OperatorClass operatorClass, int threads) {
        return switch (operatorClass) {
            case ATTENTION, CONVOLUTION, LINEAR -> readBandwidth(threads);
            case NORMALISATION, ACTIVATION, ELEMENTWISE, LAYOUT -> copyBandwidth(threads);
        };
    }

    /** Least time of a call in nanoseconds by the roofline; empty where a ceiling it needs was not measured. */
    public Optional<Double> leastNanoseconds(OperatorClass operatorClass, long flops, long bytes, int threads) {
        return bandwidth(operatorClass, threads).flatMap(bandwidth -> {
            double memory = bytes / bandwidth.value() * 1e9;
            return flops == 0 ? Optional.of(memory)
                    : peak(threads).map(peak -> Math.max(memory, flops / peak.value() * 1e9));
        });
    }

    /** Whether the roofline of a call is the peak rather than the bandwidth; false where a ceiling it needs was not measured. */
    public boolean computeBound(OperatorClass operatorClass, long flops, long bytes, int threads) {
        return peak(threads).flatMap(peak -> bandwidth(operatorClass, threads)
                .map(bandwidth -> flops / peak.value() > bytes / bandwidth.value())).orElse(false);
    }

    private Optional<Estimate> rate(String name, int threads) {
        return ceilings.stream()
                .filter(c -> c.name().equals(name) && c.threads() == threads && c.nanoseconds().length > 0)
                .map(c -> Estimate.exact(c.unitsPerOperation() * 1e9).over(Samples.fastestFork(c.nanoseconds())))
                .max(Comparator.comparingDouble(Estimate::value));
    }
}
