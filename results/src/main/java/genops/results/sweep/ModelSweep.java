package genops.results.sweep;

import genops.results.composition.CallTimes;
import genops.results.composition.Composition;
import genops.results.composition.TemporalCost;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.UncertainSum;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Model;
import genops.shapes.model.Models;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One stage of a model built with a growing argument, and the groups of its calls whose cost is followed.
 *
 * @param name the word on the command line
 * @param model name of the model
 * @param parameter the argument that grows
 * @param stage the network that is followed
 * @param values of the argument, ascending
 * @param groups the groups whose cost is compared
 */
public record ModelSweep(String name, String model, String parameter, String stage, List<Integer> values, List<Group> groups)
        implements Sweep {
    /** Two seconds on two cores: longer calls grow as those before them. */
    static final long LARGEST_FLOPS = 300_000_000_000L;

    private static final double COVERED = 0.5;
    private static final double FLOPS_PER_BYTE = 10;
    private static final Group CONVOLUTION = new Group("convolution", e -> e.type().operatorClass() == OperatorClass.CONVOLUTION);
    private static final Group ATTENTION = new Group("attention", e -> e.type().operatorClass() == OperatorClass.ATTENTION);
    private static final Group LINEAR = new Group("linear", e -> e.type().operatorClass() == OperatorClass.LINEAR);
    private static final Group TEMPORAL = new Group("temporal attention", TemporalCost::temporal);
    private static final Group SPATIAL = new Group("spatial attention", TemporalCost::spatialAttention);

    public ModelSweep {
        values = List.copyOf(values);
        groups = List.copyOf(groups);
    }

    /**
     * Some calls of a network.
     *
     * @param name as shown
     * @param calls which
     */
    public record Group(String name, Predicate<Entry> calls) {}

    /** The sweeps of models. */
    public static List<ModelSweep> models() {
        List<Integer> lengths = List.of(128, 256, 512, 1024, 2048, 4096);
        return List.of(
                new ModelSweep("image", "stable-diffusion", "image", "unet", List.of(64, 256, 512, 1024),
                        List.of(CONVOLUTION, ATTENTION)),
                new ModelSweep("frames", "make-a-video", "frames", "decoder", List.of(4, 8, 16, 32, 64, 128), List.of(TEMPORAL, SPATIAL)),
                new ModelSweep("prompt", "llama", "prompt", "prefill", lengths, List.of(ATTENTION, LINEAR)),
                new ModelSweep("cache", "llama", "prompt", "decode", lengths, List.of(ATTENTION, LINEAR)));
    }

    /** The shapes of the followed stage at one value of the argument. */
    public Catalog catalog(int value) {
        return catalog(Models.of(model), value);
    }

    private Catalog catalog(Model swept, int value) {
        return Catalog.of(List.of(swept.build(Map.of(parameter, Integer.toString(value))))).stage(stage);
    }

    /**
     * What has to be measured for the sweep: at each value the shapes that carry most of the work of each group, until they carry
     * more than half of it. The others are estimated from them, as are calls beyond {@link #LARGEST_FLOPS}.
     */
    @Override
    public Catalog catalog() {
        return new Catalog(values.stream().flatMap(v -> groups.stream().flatMap(g -> heaviest(catalog(v).filter(g.calls)).stream()))
                .toList());
    }

    private static List<Entry> heaviest(Catalog group) {
        Map<Operator, Double> work = new LinkedHashMap<>();
        group.entries().forEach(e -> work.merge(e.operator(), e.calls() * work(e), Double::sum));
        double all = work.values().stream().mapToDouble(w -> w).sum();
        Set<Operator> chosen = new LinkedHashSet<>();
        double carried = 0;
        for (Map.Entry<Operator, Double> next : work.entrySet().stream()
                .sorted(Map.Entry.<Operator, Double>comparingByValue().reversed()).toList()) {
            if (carried <= COVERED * all) {
                carried += next.getValue();
                chosen.add(next.getKey());
            }
        }
        return group.filter(e -> chosen.contains(e.operator()) && e.flops() <= LARGEST_FLOPS).entries();
    }

    /** About the nanoseconds of one call on a machine that does ten FLOPs in the time of a byte. */
    private static double work(Entry entry) {
        return Math.max(entry.flops(), FLOPS_PER_BYTE * entry.bytes());
    }

    /** FLOPs and time of every group at every value. */
    public List<Series> series(CallTimes times, AttentionVariant variant) {
        return series(Models.of(model), times, variant);
    }

    /** The same for a model of any origin. */
    public List<Series> series(Model swept, CallTimes times, AttentionVariant variant) {
        List<Catalog> catalogs = values.stream().map(v -> catalog(swept, v)).toList();
        return groups.stream().map(group -> series(group, catalogs, times, variant)).toList();
    }

    private static Series series(Group group, List<Catalog> catalogs, CallTimes times, AttentionVariant variant) {
        List<Double> flops = new ArrayList<>();
        List<UncertainSum> nanoseconds = new ArrayList<>();
        List<Integer> unknown = new ArrayList<>();
        List<Double> estimatedShares = new ArrayList<>();
        for (Catalog catalog : catalogs) {
            Catalog part = catalog.filter(group.calls);
            Composition composition = Composition.of(catalog.models().getFirst(), part, times, variant);
            flops.add(part.entries().stream().mapToDouble(e -> e.calls() * e.flops()).sum());
            nanoseconds.add(composition.time());
            unknown.add(composition.unknown().size());
            estimatedShares.add(composition.estimatedShare(entry -> true));
        }
        return new Series(group.name, flops, nanoseconds, unknown, estimatedShares);
    }
}
