package genops.results.merge;

import genops.results.comparison.Difference;
import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.statistics.CeilingDrift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Joins the documents of runs on machines of one type to the document of one run.
 *
 * <p>Shards of a run give the document of the whole run: its measurements in its order. The documents of whole runs are put one after
 * the other. Either way a case that was timed with several numbers of threads stands together, the fewest threads first.
 *
 * <p>Ceilings that several documents have are one ceiling with the forks of all: each of the machines is one sample of the type.
 */
public final class Merge {
    private static final String SHARD_OPTION = " --shard[= ]\\S+";

    private final List<Part> parts;
    private final boolean joinForks;

    private Merge(List<Part> parts, boolean joinForks) {
        this.parts = parts;
        this.joinForks = joinForks;
    }

    /**
     * A document to be joined with others.
     *
     * @param name what it is called where it is complained about
     */
    public record Part(String name, RunDocument document) {}

    private record CeilingKey(String name, int threads, int repeat) {}

    private record Placed(Part part, Measurement measurement, int position) {}

    /**
     * Joins documents.
     *
     * @param parts at least one
     * @param joinForks whether a measurement that two documents have gets the forks of both, rather than being refused
     * @param incomplete whether shards may be missing
     * @throws IllegalArgumentException one line that names the documents and what keeps them apart
     */
    public static RunDocument of(List<Part> parts, boolean joinForks, boolean incomplete) {
        Merge merge = new Merge(parts, joinForks);
        merge.checkSameOrigin();
        boolean sharded = merge.checkShards(incomplete);
        return merge.joined(sharded);
    }

    private void checkSameOrigin() {
        Part first = parts.getFirst();
        for (Part other : parts) {
            if (!other.document.commit().equals(first.document.commit())) {
                throw apart(first, other, "commit: " + first.document.commit() + " against " + other.document.commit());
            }
            List<Difference> differences = Difference.between(first.document.machine(), other.document.machine());
            if (!differences.isEmpty()) {
                throw apart(first, other, differences.stream().map(d -> d.name() + ": " + d.before() + " against " + d.after())
                        .collect(Collectors.joining("; ")));
            }
        }
    }

    private static IllegalArgumentException apart(Part a, Part b, String difference) {
        return new IllegalArgumentException(a.name + " and " + b.name + " are not merged, they differ in " + difference);
    }

    /** Whether the documents are shards of one run, of which none is missing. */
    private boolean checkShards(boolean incomplete) {
        List<Part> whole = parts.stream().filter(p -> p.document.shard().isEmpty()).toList();
        if (whole.size() == parts.size()) {
            return false;
        }
        if (!whole.isEmpty()) {
            throw new IllegalArgumentException(whole.getFirst().name + " is no shard: shards are merged with one another first");
        }
        String first = parts.getFirst().document.shard();
        int count = Integer.parseInt(first.substring(first.indexOf('/') + 1));
        TreeSet<String> missing = new TreeSet<>();
        IntStream.rangeClosed(1, count).forEach(i -> missing.add(i + "/" + count));
        for (Part part : parts) {
            if (!part.document.shard().endsWith("/" + count)) {
                throw apart(parts.getFirst(), part, "the number of shards: " + first + " against " + part.document.shard());
            }
            missing.remove(part.document.shard());
        }
        if (!missing.isEmpty() && !incomplete) {
            throw new IllegalArgumentException("shard " + String.join(", ", missing) + " is missing; --incomplete merges the others");
        }
        return true;
    }

    /** The reference of all parts that have one. */
    private String reference() {
        List<Part> paired = parts.stream().filter(p -> !p.document.reference().isEmpty()).toList();
        for (Part other : paired) {
            String first = paired.getFirst().document.reference();
            if (!other.document.reference().equals(first)) {
                throw apart(paired.getFirst(), other, "reference: " + first + " against " + other.document.reference());
            }
        }
        return paired.isEmpty() ? "" : paired.getFirst().document.reference();
    }

    private RunDocument joined(boolean sharded) {
        RunDocument first = parts.getFirst().document;
        String reference = reference();
        return new RunDocument(RunDocument.SCHEMA, parts.stream().map(p -> p.document.started()).min(Comparator.naturalOrder()).orElseThrow(),
                first.commit(), command(), first.machine(), suspect(), "", List.of(), ceilings(), measurements(sharded),
                parts.stream().flatMap(p -> p.document.steps().stream()).toList(), first.committed(), reference);
    }

    /** The command of the whole run, or all of them. */
    private String command() {
        return String.join("; ", parts.stream().map(p -> p.document.command().replaceAll(SHARD_OPTION, "")).distinct().toList());
    }

    /** One disturbed part makes the whole suspect, and so does one machine that is not what the others are. */
    private String suspect() {
        List<String> reasons = new ArrayList<>(parts.stream().map(p -> p.document.suspect()).filter(s -> !s.isEmpty()).distinct().toList());
        if (reasons.isEmpty()) {
            CeilingDrift.suspicion(parts.stream().flatMap(p -> p.document.ceilings().stream()).toList()).ifPresent(reasons::add);
        }
        return String.join("; ", reasons);
    }

    private List<Ceiling> ceilings() {
        Map<CeilingKey, Ceiling> joined = new LinkedHashMap<>();
        for (Part part : parts) {
            Map<CeilingKey, Integer> repeats = new HashMap<>();
            for (Ceiling c : part.document.ceilings()) {
                int repeat = repeats.merge(new CeilingKey(c.name(), c.threads(), 0), 1, Integer::sum);
                joined.merge(new CeilingKey(c.name(), c.threads(), repeat), c,
                        (a, b) -> new Ceiling(a.name(), a.threads(), a.unitsPerOperation(), both(a.nanoseconds(), b.nanoseconds())));
            }
        }
        return List.copyOf(joined.values());
    }

    private List<Measurement> measurements(boolean sharded) {
        List<Placed> placed = new ArrayList<>();
        for (Part part : parts) {
            List<Measurement> own = part.document.measurements();
            for (int i = 0; i < own.size(); i++) {
                placed.add(new Placed(part, own.get(i), sharded ? part.document.positions().get(i) : placed.size()));
            }
        }
        placed.sort(Comparator.comparingInt(Placed::position));
        Map<MeasurementKey, TreeMap<Integer, Placed>> cases = new LinkedHashMap<>();
        for (Placed next : placed) {
            Measurement m = next.measurement;
            cases.computeIfAbsent(MeasurementKey.of(m).withThreads(0), k -> new TreeMap<>())
                    .merge(m.threads(), next, this::same);
        }
        return cases.values().stream().flatMap(c -> c.values().stream()).map(Placed::measurement).toList();
    }

    private Placed same(Placed a, Placed b) {
        if (!joinForks) {
            Measurement m = a.measurement;
            throw new IllegalArgumentException(m.operator() + " " + m.shape() + " " + m.kernel() + " with " + m.threads()
                    + " threads is in " + a.part.name + " and in " + b.part.name + "; --join-forks keeps the forks of both");
        }
        return new Placed(a.part, joinForks(a.measurement, b.measurement), a.position);
    }

    /** A failure stands against a time, as it would in one run; a time stands against what was not tried. */
    private static Measurement joinForks(Measurement a, Measurement b) {
        if (a.status() != Status.MEASURED || b.status() != Status.MEASURED) {
            return weight(a.status()) >= weight(b.status()) ? a : b;
        }
        return new Measurement(a.operator(), a.shape(), a.kernel(), a.precision(), a.threads(), a.flops(), a.bytes(), a.status(),
                a.reason(), both(a.nanoseconds(), b.nanoseconds()), both(a.deviceNanoseconds(), b.deviceNanoseconds()),
                a.launches(), Math.max(a.error(), b.error()), a.tolerance(), a.command(), a.turns().equals(b.turns()) ? a.turns() : "",
                both(a.foreign(), b.foreign()), Math.max(a.workspaceBytes(), b.workspaceBytes()))
                .withVerification(a.verificationSeed() == b.verificationSeed() ? a.verificationSeed() : 0,
                        Math.max(a.errorFactor(), b.errorFactor()), a.errorReason().isEmpty() ? b.errorReason() : a.errorReason(),
                        a.verificationSeconds() + b.verificationSeconds())
                .withReferenceForks(Stream.of(a, b).flatMap(m -> m.referenceForks().stream()).toList());
    }

    private static int weight(Status status) {
        return switch (status) {
            case FAILED_VERIFICATION, TIMED_OUT, CRASHED -> 2;
            case MEASURED -> 1;
            case UNSUPPORTED, NOT_AVAILABLE, SKIPPED, INTERRUPTED -> 0;
        };
    }

    private static double[][] both(double[][] a, double[][] b) {
        return Stream.of(a, b).flatMap(Stream::of).toArray(double[][]::new);
    }
}
