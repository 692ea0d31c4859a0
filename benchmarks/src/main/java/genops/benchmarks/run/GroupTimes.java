package genops.benchmarks.run;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.turns.TurnsReport;
import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.results.statistics.Disturbance;
import genops.results.statistics.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What was found out about a group so far: a row for each process that timed it. */
final class GroupTimes {
    private final ShapeGroup group;
    private final List<double[]> foreign = new ArrayList<>();
    private final Map<Case, List<double[]>> host = new LinkedHashMap<>();
    private final Map<Case, List<double[]>> device = new LinkedHashMap<>();
    private final Map<Case, CaseReport> reports = new LinkedHashMap<>();

    GroupTimes(ShapeGroup group) {
        this.group = group;
    }

    /** Adds what a process reported. */
    void add(TurnsReport report) {
        Map<String, TurnsReport.OfKernel> byKernel = new LinkedHashMap<>();
        report.kernels().forEach(k -> byKernel.put(k.kernel(), k));
        foreign.add(report.foreign());
        for (Case member : group.cases()) {
            TurnsReport.OfKernel of = byKernel.get(member.offer().kernel());
            reports.merge(member, of.report(), GroupTimes::worse);
            host.computeIfAbsent(member, c -> new ArrayList<>()).add(of.nanoseconds());
            if (of.deviceNanoseconds().length > 0) {
                device.computeIfAbsent(member, c -> new ArrayList<>()).add(of.deviceNanoseconds());
            }
        }
    }

    /** A kernel that failed once has failed. */
    private static CaseReport worse(CaseReport before, CaseReport now) {
        boolean kept = before.status() != Status.MEASURED || now.status() == Status.MEASURED && !(now.error() > before.error());
        return kept ? before.with(now) : now.with(before);
    }

    ShapeGroup group() {
        return group;
    }

    /** Whether what was measured is in doubt, and to be measured again. */
    boolean inDoubt() {
        return group.cases().stream().filter(c -> reports.get(c).status() == Status.MEASURED)
                .anyMatch(c -> Disturbance.of(measurement(c, "")).isPresent());
    }

    /** Number of processes. */
    int processes() {
        return foreign.size();
    }

    /** Nanoseconds of one call of a kernel; empty where it has no time. */
    OptionalDouble nanoseconds(Case member) {
        if (!reports.containsKey(member)) {
            // long calls of a kernel that was expected to be slower than another of its role are not made
            return OptionalDouble.empty();
        }
        Measurement m = measurement(member, "");
        return m.status() == Status.MEASURED ? OptionalDouble.of(Samples.estimate(m.scoreNanoseconds()).value()) : OptionalDouble.empty();
    }

    /** All kernels as measurements. */
    List<Measurement> measurements(RunRequest request) {
        return group.cases().stream().filter(reports::containsKey).map(c -> measurement(c, request.commandOf(group))).toList();
    }

    private Measurement measurement(Case member, String command) {
        CaseReport report = reports.get(member);
        return report.status() != Status.MEASURED ? member.unmeasured(report, command)
                : member.tookTurns(report, rows(host, member), rows(device, member), group.word(), foreign.toArray(double[][]::new), command);
    }

    private static double[][] rows(Map<Case, List<double[]>> times, Case member) {
        return times.getOrDefault(member, List.of()).toArray(double[][]::new);
    }
}
