package genops.plot;

import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import genops.results.roofline.AttentionVariant;
import genops.results.sweep.Sweep;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Models;
import genops.shapes.model.Pass;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Run documents with shapes of the catalog and made-up times: those of a roofline, varied by a seeded generator. */
final class SyntheticRun {
    private static final double PEAK = 200e9;
    private static final double READ = 20e9;
    private static final double COPY = 25e9;
    private static final int THREADS = 2;
    private static final long CACHE = 32L << 20;

    private final Random random = new Random(1);
    private final List<Measurement> measurements = new ArrayList<>();

    private SyntheticRun() {}

    /**
     * The representative shapes of all models, temporal attention in all of its layouts and attention with growing query rows, by our
     * kernels and a vendor's.
     */
    static RunDocument representative() {
        Set<Operator> shapes = new LinkedHashSet<>(Catalog.standard().representative().shapes());
        Catalog.standard().temporalLayouts().forEach(layout -> shapes.addAll(layout.shapes()));
        shapes.addAll(Sweep.of("queries").catalog().shapes());
        RunDocument run = of(shapes);
        return run.withSteps(List.of(step("unfused", 1100e6), step("flash", 1000e6)));
    }

    /** A step of Stable Diffusion's U-Net, of which attention takes a tenth with flash. */
    private static StepMeasurement step(String attention, double nanoseconds) {
        Pass pass = Models.of("stable-diffusion").build().stage("unet").passes().getFirst();
        Map<String, String> kernels = new HashMap<>();
        pass.trace().calls().forEach(c -> kernels.put(c.operator().type().label() + " " + c.operator().text(),
                switch (c.operator().type().operatorClass()) {
                    case ATTENTION -> "vector/" + attention;
                    case CONVOLUTION -> "vector/direct";
                    case LINEAR -> "vector/gemm";
                    case NORMALISATION, ACTIVATION, ELEMENTWISE, LAYOUT -> "vector/simple";
                }));
        double[][] whole = {{nanoseconds, 1.01 * nanoseconds}};
        return new StepMeasurement("stable-diffusion", "unet", 0, attention, "vector", "fp32", THREADS, pass.trace().calls().size(),
                kernels,
                Status.MEASURED, "", whole, Map.of("attention", new double[][] {{nanoseconds - 900e6}}, "convolution",
                new double[][] {{700e6}}, "linear", new double[][] {{200e6}}), "step", new double[0][], "java -jar benchmarks.jar");
    }

    /** The same run with the times of one measurement multiplied. */
    static RunDocument outlier(RunDocument run, String kernel, String shape, double factor) {
        return run.with(run.ceilings(), run.measurements().stream().map(m -> m.kernel().equals(kernel) && m.shape().equals(shape)
                ? m.withTimes(Arrays.stream(m.nanoseconds()).map(f -> Arrays.stream(f).map(t -> t * factor).toArray())
                        .toArray(double[][]::new), m.foreign()) : m).toList());
    }

    static RunDocument of(Collection<Operator> shapes) {
        SyntheticRun run = new SyntheticRun();
        shapes.forEach(run::measure);
        return document(run.measurements);
    }

    /** Attention of the representative shapes on the CPU and, twenty times as fast, on a device. */
    static RunDocument withDevice() {
        RunDocument cpu = of(Catalog.standard().representative().filter(e -> e.type().operatorClass() == OperatorClass.ATTENTION).shapes());
        Machine m = cpu.machine();
        Machine machine = new Machine(m.cpu(), m.architecture(), m.cores(), m.caches(), m.lastLevelCacheBytes(), m.memoryBytes(), m.os(),
                m.jdk(), m.jvmFlags(), m.vector(), "Synthetic GPU", "1.0");
        List<Measurement> all = new ArrayList<>(cpu.measurements());
        cpu.measurements().stream().filter(c -> c.kernel().startsWith("vector/")).map(SyntheticRun::onDevice).forEach(all::add);
        List<Ceiling> ceilings = new ArrayList<>(cpu.ceilings());
        ceilings.add(ceiling("device-gemm", 0, 40 * PEAK));
        ceilings.add(ceiling("device-copy", 0, 40 * COPY));
        return new RunDocument(cpu.schema(), cpu.started(), cpu.commit(), cpu.command(), machine, ceilings, all);
    }

    private static Measurement onDevice(Measurement m) {
        double[][] times = Arrays.stream(m.nanoseconds()).map(fork -> Arrays.stream(fork).map(t -> t / 20).toArray())
                .toArray(double[][]::new);
        return new Measurement(m.operator(), m.shape(), m.kernel().replace("vector/", "cuda/"), "fp16", 0, m.flops(), m.bytes() / 2,
                m.status(), m.reason(), m.nanoseconds(), times, 1, m.error(), m.tolerance(), m.command());
    }

    /** A run that measured nothing. */
    static RunDocument empty() {
        return document(List.of());
    }

    private static RunDocument document(List<Measurement> measurements) {
        Machine machine = new Machine("Synthetic CPU", "amd64", THREADS, List.of("L3 32 MiB"), CACHE, 8L << 30, "Linux", "JDK 25",
                List.of(), "512-bit, 16 fp32 lanes", "", "");
        List<Ceiling> ceilings = List.of(ceiling("fma", THREADS, PEAK), ceiling("read", THREADS, READ), ceiling("copy", THREADS, COPY));
        return new RunDocument(RunDocument.SCHEMA, "2025-01-02T03:04:05Z", "0123456789ab", "java -jar benchmarks.jar", machine, ceilings,
                measurements);
    }

    private static Ceiling ceiling(String name, int threads, double rate) {
        double nanoseconds = 1e9 / rate;
        double[] fork = {nanoseconds, nanoseconds};
        return new Ceiling(name, threads, 1, new double[][] {fork, fork, fork});
    }

    private void measure(Operator shape) {
        switch (shape.type().operatorClass()) {
            case ATTENTION -> {
                add(shape, "vector/unfused", AttentionVariant.UNFUSED, 0.5);
                add(shape, "vector/flash", AttentionVariant.FLASH, 0.5);
                add(shape, "onednn/unfused", AttentionVariant.UNFUSED, 0.55);
            }
            case CONVOLUTION, LINEAR -> {
                add(shape, "vector/" + (shape.type().operatorClass() == OperatorClass.LINEAR ? "gemm" : "direct"),
                        AttentionVariant.FLASH, 0.7);
                add(shape, "onednn/matmul", AttentionVariant.FLASH, 0.75);
            }
            case NORMALISATION, ACTIVATION, ELEMENTWISE, LAYOUT -> add(shape, "vector/simple", AttentionVariant.FLASH, 0.8);
        }
    }

    private void add(Operator shape, String kernel, AttentionVariant variant, double efficiency) {
        double seconds = genops.results.roofline.Pass.of(shape, variant, Float.BYTES, CACHE).stream()
                .mapToDouble(p -> Math.max(p.flops() / PEAK, p.bytes() / READ)).sum();
        double nanoseconds = 2000 + 1e9 * seconds / (efficiency * Math.exp(0.25 * random.nextGaussian()));
        double[][] times = new double[3][3];
        for (double[] fork : times) {
            double disturbance = 1 + 0.02 * random.nextGaussian();
            for (int i = 0; i < fork.length; i++) {
                fork[i] = nanoseconds * disturbance * (1 + 0.005 * random.nextGaussian());
            }
        }
        measurements.add(new Measurement(shape.type().label(), shape.text(), kernel, "fp32", THREADS, shape.flops(),
                shape.bytes(Float.BYTES), Status.MEASURED, "", times, new double[0][], 0, 1e-7, 1e-5, "java -jar benchmarks.jar"));
    }
}
