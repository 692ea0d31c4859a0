package genops.benchmarks.run;

import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Chooses, greedily, the shape whose measurement is worth most for the time it takes: what it carries of the time that is still estimated;
 * where it was measured, what a further process would add, much where the number is in doubt.
 */
final class ChoosingAgenda implements Agenda {
    /** Importance that a shape has whose kernels stand beside a vendor's: that many of them are timed early, whatever their models weigh. */
    private static final double BESIDE_VENDORS = 0.004;
    /** A number that one process gave, two processes, in doubt: what a further process is worth, as a share of what the first was. */
    private static final double SECOND_PROCESS = 0.3;
    private static final double THIRD_PROCESS = 0.08;
    private static final double IN_DOUBT = 0.5;
    /** A shape that was in doubt in so many processes stays so. */
    private static final int MOST_PROCESSES = 5;
    /** Single calls of attention are the headline: a second process tells whether the first had an unlucky compilation. */
    private static final double HEADLINE = 0.003;
    /** Less than this for a second is not worth measuring anything again for. */
    private static final double LEAST = 2e-6;
    private static final double ROUND_SECONDS = 0.25;
    private static final double LONGEST_ROUND_SECONDS = 1.5;
    /** A kernel must have run in a process before it is given a call this long: of a first one half is compiling. */
    private static final double LONG_CALL_SECONDS = 0.7;
    /** A kernel that is expected to take so much longer than another of its role is left out where calls are long. */
    private static final double SLOWER = 1.3;
    private static final int RECOUNT = 15;
    /** A shape in doubt is measured again when so many others were measured in between. */
    private static final int LATER = 12;

    private final Map<ShapeGroup, GroupTimes> measured = new LinkedHashMap<>();
    private final List<ShapeGroup> groups;
    private final Map<Operator, ShapeGroup> byShape;
    private final Set<Operator> besideVendors;
    private final Importance importance;
    private final String backend;
    private final CallEstimate estimate;
    private final GroupCost cost;
    private final Predicate<GroupTimes> inDoubt;
    private final OptionalInt processes;
    private final Pace pace = new Pace();
    private final Map<ShapeGroup, Integer> lastProcess = new HashMap<>();
    private final Map<ShapeGroup, Integer> measuredSince = new HashMap<>();
    private final Set<String> warm = new HashSet<>();
    private int warmProcess = -1;
    private Map<Operator, Double> shares = Map.of();
    private int sinceCount = RECOUNT;

    /**
     * @param besideVendors shapes at which all kernels are timed
     * @param backend of the stack whose models are composed
     * @param inDoubt whether what was measured is to be measured again
     * @param processes that time each shape; empty where its importance says how many
     */
    ChoosingAgenda(List<ShapeGroup> groups, Set<Operator> besideVendors, Importance importance, String backend, CallEstimate estimate,
            Predicate<GroupTimes> inDoubt, OptionalInt processes) {
        this.groups = List.copyOf(groups);
        byShape = groups.stream().filter(g -> !g.cases().getFirst().offer().onDevice())
                .collect(Collectors.toMap(ShapeGroup::shape, g -> g, (a, b) -> a));
        this.besideVendors = Set.copyOf(besideVendors);
        this.importance = importance;
        this.backend = backend;
        this.estimate = estimate;
        this.inDoubt = inDoubt;
        this.processes = processes;
        cost = new GroupCost(estimate);
    }

    @Override
    public Optional<Pick> next(double left, int process) {
        if (process != warmProcess) {
            warm.clear();
            warmProcess = process;
        }
        if (sinceCount++ >= RECOUNT) {
            shares = importance.of(this::seconds);
            sinceCount = 0;
        }
        Optional<Pick> best = best(left, process, true).or(() -> best(left, process, false));
        return best.map(pick -> familiar(pick, left, process));
    }

    /**
     * The pick worth most for its time.
     *
     * @param patient whether what is in doubt waits until others were measured
     */
    private Optional<Pick> best(double left, int process, boolean patient) {
        Pick best = null;
        double bestRate = 0;
        for (ShapeGroup group : groups) {
            double value = value(group, process, patient);
            if (value > 0) {
                Pick pick = pick(group, value);
                double rate = value / pick.expectedSeconds();
                boolean enough = rate > LEAST || !measured.containsKey(group);
                if (enough && rate > bestRate && pick.expectedSeconds() <= left) {
                    best = pick;
                    bestRate = rate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Pick pick(ShapeGroup group, double value) {
        ShapeGroup taking = measured.containsKey(group) ? measured.get(group).group() : contenders(group);
        double rounds = Math.clamp(ROUND_SECONDS * Math.sqrt(value / BESIDE_VENDORS) * taking.cases().size(), ROUND_SECONDS, LONGEST_ROUND_SECONDS);
        return new Pick(taking, cost.callSeconds(taking), rounds, pace.of(cost.seconds(taking, rounds)), measured.containsKey(group));
    }

    /** Of long calls only the kernel of each role that is expected to be the fastest, and those about as fast. */
    private ShapeGroup contenders(ShapeGroup group) {
        if (cost.callSeconds(group) < LONG_CALL_SECONDS) {
            return group;
        }
        Map<String, Double> fastest = group.cases().stream().collect(Collectors.toMap(c -> ShapeGroup.role(c.offer()), estimate::seconds, Math::min));
        return group.with(group.cases().stream()
                .filter(c -> !estimate.knows(c) || estimate.seconds(c) <= SLOWER * fastest.get(ShapeGroup.role(c.offer()))).toList());
    }

    private double value(ShapeGroup group, int process, boolean patient) {
        double share = shares.getOrDefault(group.shape(), 0.0) + (besideVendors.contains(group.shape()) ? BESIDE_VENDORS : 0);
        GroupTimes times = measured.get(group);
        if (times == null) {
            return share;
        }
        if (times.processes() >= MOST_PROCESSES) {
            return 0;
        }
        if (inDoubt.test(times)) {
            // what disturbed it may be over soon, not at once
            return patient && measuredSince.get(group) < LATER ? 0 : IN_DOUBT * share;
        }
        if (lastProcess.get(group) == process) {
            return 0;
        }
        if (processes.isPresent()) {
            return times.processes() < processes.getAsInt() ? SECOND_PROCESS * share : 0;
        }
        boolean headline = AttentionKind.of(group.shape()).isPresent() && besideVendors.contains(group.shape());
        return switch (times.processes()) {
            case 1 -> SECOND_PROCESS * share + (headline ? HEADLINE : 0);
            case 2 -> THIRD_PROCESS * share;
            default -> 0;
        };
    }

    /** The pick itself, or, where it has long calls of a kernel that the process has not run yet, the shortest calls of that kernel. */
    private Pick familiar(Pick pick, double left, int process) {
        if (pick.callSeconds() < LONG_CALL_SECONDS) {
            return pick;
        }
        for (Case member : pick.group().cases()) {
            if (!warm.contains(kernel(member))) {
                Optional<Pick> shorter = groups.stream().filter(g -> g.cases().stream().anyMatch(c -> kernel(c).equals(kernel(member))))
                        .filter(g -> lastProcess.getOrDefault(g, -1) != process)
                        .map(g -> pick(g, BESIDE_VENDORS))
                        .filter(p -> p.callSeconds() < LONG_CALL_SECONDS && p.callSeconds() > 1e-3 && p.expectedSeconds() < left)
                        .min((a, b) -> Double.compare(a.expectedSeconds(), b.expectedSeconds()));
                if (shorter.isPresent()) {
                    return shorter.get();
                }
            }
        }
        return pick;
    }

    private static String kernel(Case member) {
        return member.offer().operator() + " " + member.offer().kernel();
    }

    @Override
    public void done(Pick pick, GroupTimes times, int process, double seconds) {
        ShapeGroup whole = groups.stream().filter(g -> g.word().equals(pick.group().word())).findFirst().orElseThrow();
        measured.put(whole, times);
        measuredSince.replaceAll((g, others) -> others + 1);
        measuredSince.put(whole, 0);
        lastProcess.put(whole, process);
        pick.group().cases().forEach(c -> warm.add(kernel(c)));
        pace.took(pick.expectedSeconds(), seconds);
    }

    /** Seconds of one call in a composition: the mean over the roles of the stack of its fastest kernel, measured or expected. */
    private double seconds(Operator shape) {
        return Optional.ofNullable(byShape.get(shape)).map(this::seconds).orElse(0.0);
    }

    private double seconds(ShapeGroup group) {
        Map<String, Double> roles = new HashMap<>();
        for (Case member : group.cases()) {
            if (member.offer().kernel().startsWith(backend + "/")) {
                double expected = estimate.seconds(member);
                double known = Optional.ofNullable(measured.get(group)).map(t -> t.nanoseconds(member).orElse(Double.NaN) / 1e9)
                        .filter(s -> !s.isNaN()).orElse(expected);
                roles.merge(ShapeGroup.role(member.offer()), known, Math::min);
            }
        }
        return roles.values().stream().mapToDouble(s -> s).average().orElse(0);
    }

    @Override
    public String progress(double left) {
        return "shape " + measured.size() + "/" + groups.size() + ", " + Progress.left(left);
    }
}
