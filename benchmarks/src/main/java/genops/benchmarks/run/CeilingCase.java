package genops.benchmarks.run;

import genops.benchmarks.fork.DeviceCeilings;
import genops.results.document.Ceiling;
import genops.results.statistics.Samples;
import genops.results.table.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A limit of the machine that is to be measured.
 *
 * @param name as in {@link Ceiling}
 * @param threads threads of the pool; 0 for a device
 * @param seconds time it should take
 */
record CeilingCase(String name, int threads, double seconds) {
    /** Those of the CPU. */
    static final List<String> HOST = List.of("fma", "read", "copy");
    /** Start of the forks included. */
    private static final double SECONDS = 3;
    private static final double DEVICE_SECONDS = 20;
    /** Of the CPU: loops that warm up at once, and so many samples that a short disturbance does not show. */
    private static final Timing HOST_TIMING = new Timing(2, 1, Duration.ofMillis(200), 5, Duration.ofMillis(100));

    /**
     * The limits that a run measures, at each number of threads of its cases: for a selection of the catalog all, and beside them those
     * of one thread; for single shapes those that their shares refer to; those of a device where it is timed.
     */
    static List<CeilingCase> wanted(RunRequest request, Benchmarks benchmarks, CasePlanner.Plan plan) {
        List<CeilingCase> wanted = new ArrayList<>();
        List<Case> runnable = plan.cases().stream().filter(c -> c.offer().reason().isEmpty()).toList();
        if (request.ceilings(benchmarks, runnable)) {
            SortedSet<Integer> each = new TreeSet<>(request.threads().isEmpty() ? Set.of(plan.environment().threads()) : request.threads());
            boolean single = request.namesShapes() && request.jmh().getIncludes().isEmpty();
            if (plan.cases().isEmpty() || runnable.stream().anyMatch(c -> !c.offer().onDevice())) {
                if (!single) {
                    each.add(1);
                }
                for (int threads : each) {
                    HOST.stream().filter(name -> !single || refersTo(name, runnable))
                            .forEach(name -> wanted.add(new CeilingCase(name, threads, SECONDS)));
                }
            }
            if (plan.environment().timesGpu() && (plan.cases().isEmpty() || runnable.stream().anyMatch(c -> c.offer().onDevice()))) {
                DeviceCeilings.NAMES.forEach(name -> wanted.add(new CeilingCase(name, 0, DEVICE_SECONDS)));
            }
        }
        return wanted;
    }

    /**
     * Those of a run that are measured again and again to see whether the machine is still what it was: at the most threads, for they
     * feel every neighbour; those of a device only where there are no others.
     */
    static List<CeilingCase> watched(List<CeilingCase> ceilings) {
        int most = ceilings.stream().mapToInt(CeilingCase::threads).max().orElse(0);
        return ceilings.stream().filter(c -> c.threads == most).toList();
    }

    /** Whether the share of a ceiling that the table shows for a case is, or may be, of this one. */
    private static boolean refersTo(String ceiling, List<Case> cases) {
        return cases.stream().filter(c -> !c.offer().onDevice()).map(c -> c.shape().type().operatorClass()).anyMatch(c -> switch (c) {
            case ATTENTION, CONVOLUTION, LINEAR -> !ceiling.equals("copy");
            case NORMALISATION, ACTIVATION, ELEMENTWISE, LAYOUT -> !ceiling.equals("read");
        });
    }

    List<String> jvmArguments() {
        return threads == 0 ? List.of() : List.of(RunRequest.threadsArgument(threads));
    }

    /** Forks and iterations. */
    Timing timing() {
        return threads == 0 ? Timing.fit(seconds, 0, 1e9) : HOST_TIMING;
    }

    /** What came of it; empty where the forks gave no result. */
    Optional<Ceiling> measured(JmhCase.Outcome outcome) {
        double[][] device = outcome.deviceNanoseconds();
        double[][] nanoseconds = device.length > 0 ? device : outcome.nanoseconds();
        return nanoseconds.length == 0 || outcome.reports().isEmpty() ? Optional.empty()
                : Optional.of(new Ceiling(name, threads, outcome.reports().getFirst().units(), nanoseconds));
    }

    /** A line such as {@code ceiling fma, 2 threads: 216 GFLOP/s}. */
    static String text(Ceiling ceiling) {
        String unit = ceiling.name().equals("fma") || ceiling.name().equals("device-gemm") ? " GFLOP/s" : " GB/s";
        String threads = ceiling.threads() == 0 ? "" : ", " + Progress.threads(ceiling.threads());
        return "ceiling " + ceiling.name() + threads + ": "
                + Numbers.significant(ceiling.unitsPerOperation() / Samples.estimate(ceiling.nanoseconds()).value()) + unit;
    }
}
