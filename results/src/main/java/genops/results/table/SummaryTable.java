package genops.results.table;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Estimate;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
import genops.results.statistics.PairedRatio;
import genops.results.statistics.Samples;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run in a few lines: for each {@link ShapeClass}, number of threads and kernel that is not a vendor's, the geometric means over its
 * shapes of three ratios, each at the same shape and precision: time of the fastest vendor's kernel over its own, least time by the
 * machine's ceilings over its own, and its own with the fewest threads over that with these. Where several such kernels
 * were timed at a shape, the fastest of them at each shape stands above them.
 *
 * <p>All means of a row are over the same shapes: those at which the kernel has a time beside a vendor's, a ceiling, and a time with the
 * fewest threads, each where it has one at any. The column {@code shapes} says how many these are, of how many of the class were measured.
 *
 * <p>The errors are those of the times, or of the rounds where kernels took turns, see {@link PairedRatio}.
 * Shapes are independent, so the relative error of a mean over n of them is 1/n of the root of the sum of their squares.
 */
final class SummaryTable {
    private static final String FASTEST = "fastest";

    /** The rows that belong together. */
    private record Group(ShapeClass shapeClass, String precision, int threads) {
        private static final Comparator<Group> ORDER = Comparator.comparing(Group::shapeClass)
                .thenComparing(Group::precision, Comparator.reverseOrder()).thenComparing(Group::threads);
    }

    /** A ratio at a shape. */
    private record AtShape(Estimate ratio, String shape) {}

    private final Map<Group, List<Metrics>> groups;
    private final boolean vendor;
    private final HeldBack heldBack;
    private final int fewestThreads;
    private final boolean severalThreads;

    private SummaryTable(List<Metrics> metrics, HeldBack heldBack) {
        this.heldBack = heldBack;
        groups = metrics.stream().collect(Collectors.groupingBy(SummaryTable::group, () -> new TreeMap<>(Group.ORDER), Collectors.toList()));
        vendor = metrics.stream().anyMatch(SummaryTable::vendor);
        List<Integer> threads = metrics.stream().map(m -> m.measurement().threads()).filter(n -> n > 0).distinct().sorted().toList();
        fewestThreads = threads.isEmpty() ? 0 : threads.getFirst();
        severalThreads = threads.size() > 1;
    }

    /** The table under its title; empty where fewer than two shapes were measured. */
    static String of(RunDocument document) {
        Ceilings ceilings = Ceilings.of(document);
        List<Metrics> metrics = document.measurements().stream().flatMap(m -> Metrics.of(m, ceilings).stream()).toList();
        if (metrics.stream().map(SummaryTable::shape).distinct().count() < 2) {
            return "";
        }
        return "geometric means over shapes\n" + new SummaryTable(metrics, HeldBack.in(document)).table() + '\n';
    }

    private TextTable table() {
        List<String> columns = new ArrayList<>(List.of("class", "kernel", ">threads", ">shapes"));
        if (vendor) {
            columns.addAll(List.of(">over vendor", ">smallest", "at"));
        }
        columns.add(">of ceiling");
        if (severalThreads) {
            columns.add(">over " + fewestThreads + (fewestThreads == 1 ? " thread" : " threads"));
        }
        TextTable table = new TextTable(columns.toArray(String[]::new));
        groups.forEach((group, metrics) -> {
            Map<String, Map<String, Metrics>> kernels = own(metrics);
            Map<String, Metrics> fastest = fastest(kernels.values());
            if (kernels.values().stream().mapToInt(Map::size).sum() > fastest.size()) {
                table.row(cells(group, FASTEST, fastest));
            }
            kernels.forEach((kernel, shapes) -> table.row(cells(group, kernel, shapes)));
        });
        return table;
    }

    private String[] cells(Group group, String kernel, Map<String, Metrics> measured) {
        Map<String, Metrics> vendors = fastest(vendors(groups.get(group)).values());
        Map<String, Metrics> withFewest = severalThreads && group.threads > fewestThreads ? withFewestThreads(group, kernel) : Map.of();
        Map<String, Metrics> shapes = among(withFewest.keySet(), among(vendors.keySet(), among(withShare(measured), measured)));
        long all = groups.get(group).stream().map(SummaryTable::shape).distinct().count();
        List<String> cells = new ArrayList<>(List.of(group.shapeClass.label(), kernel, group.threads == 0 ? "device" : "" + group.threads,
                shapes.size() + " of " + all));
        if (vendor) {
            List<AtShape> ratios = over(vendors, shapes);
            Optional<AtShape> smallest = ratios.stream().min(Comparator.comparingDouble(r -> r.ratio.value()));
            List<Metrics> beside = groups.get(group).stream().filter(m -> shapes.containsKey(shape(m))).toList();
            cells.addAll(List.of(heldBack.mark(beside.stream(), mean(ratios).map(Numbers::ratio).orElse(Numbers.NONE)),
                    heldBack.mark(beside.stream(), smallest.map(s -> Numbers.ratio(s.ratio)).orElse(Numbers.NONE)),
                    smallest.map(AtShape::shape).orElse("")));
        }
        cells.add(mean(shares(shapes)).map(Numbers::percent).orElse(Numbers.NONE));
        if (severalThreads) {
            cells.add(group.threads <= fewestThreads ? ""
                    : mean(over(withFewest, shapes)).map(Numbers::ratio).orElse(Numbers.NONE));
        }
        return cells.toArray(String[]::new);
    }

    /** The part of some shapes that is among others; all of them where none is. */
    private static Map<String, Metrics> among(Set<String> others, Map<String, Metrics> shapes) {
        Map<String, Metrics> common = new LinkedHashMap<>(shapes);
        common.keySet().retainAll(others);
        return common.isEmpty() ? shapes : common;
    }

    private static Set<String> withShare(Map<String, Metrics> shapes) {
        return shapes.entrySet().stream().filter(e -> e.getValue().ceilingShare().isPresent()).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<String, Metrics> withFewestThreads(Group group, String kernel) {
        Map<String, Map<String, Metrics>> kernels = own(groups.getOrDefault(new Group(group.shapeClass, group.precision, fewestThreads),
                List.of()));
        return kernel.equals(FASTEST) ? fastest(kernels.values()) : kernels.getOrDefault(kernel, Map.of());
    }

    /** Times of some kernels over those of others, at the shapes that both have. */
    private static List<AtShape> over(Map<String, Metrics> some, Map<String, Metrics> others) {
        return others.entrySet().stream().filter(e -> some.containsKey(e.getKey()))
                .map(e -> new AtShape(PairedRatio.of(some.get(e.getKey()).measurement(), e.getValue().measurement()),
                        e.getValue().measurement().shape())).toList();
    }

    private static List<AtShape> shares(Map<String, Metrics> shapes) {
        return shapes.values().stream().flatMap(m -> m.ceilingShare().stream()
                .map(share -> new AtShape(new Estimate(share, share * m.nanoseconds().relativeError()), m.measurement().shape()))).toList();
    }

    private static Optional<Estimate> mean(List<AtShape> ratios) {
        if (ratios.isEmpty()) {
            return Optional.empty();
        }
        double mean = Samples.geometricMean(ratios.stream().map(r -> r.ratio.value()).toList());
        double squares = ratios.stream().mapToDouble(r -> r.ratio.relativeError()).map(e -> e * e).sum();
        return Optional.of(new Estimate(mean, mean * Math.sqrt(squares) / ratios.size()));
    }

    /** By kernel and shape. */
    private static Map<String, Map<String, Metrics>> own(List<Metrics> metrics) {
        return byKernel(metrics.stream().filter(m -> !vendor(m)));
    }

    private static Map<String, Map<String, Metrics>> vendors(List<Metrics> metrics) {
        return byKernel(metrics.stream().filter(SummaryTable::vendor));
    }

    private static Map<String, Map<String, Metrics>> byKernel(Stream<Metrics> metrics) {
        return metrics.collect(Collectors.groupingBy(m -> m.measurement().kernel(), TreeMap::new,
                Collectors.toMap(SummaryTable::shape, Function.identity(), SummaryTable::faster, LinkedHashMap::new)));
    }

    /** The fastest of several kernels at each shape. */
    private static Map<String, Metrics> fastest(Iterable<Map<String, Metrics>> kernels) {
        Map<String, Metrics> fastest = new LinkedHashMap<>();
        kernels.forEach(shapes -> shapes.forEach((shape, metrics) -> fastest.merge(shape, metrics, SummaryTable::faster)));
        return fastest;
    }

    private static Metrics faster(Metrics a, Metrics b) {
        return a.nanoseconds().value() <= b.nanoseconds().value() ? a : b;
    }

    private static Group group(Metrics metrics) {
        Measurement m = metrics.measurement();
        return new Group(ShapeClass.of(OperatorType.of(m.operator()).parse(m.shape())), m.precision(), m.threads());
    }

    private static String shape(Metrics metrics) {
        return metrics.measurement().operator() + " " + metrics.measurement().shape();
    }

    private static boolean vendor(Metrics metrics) {
        return KernelId.of(metrics.measurement().kernel()).vendor();
    }
}
