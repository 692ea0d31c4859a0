package genops.benchmarks.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every shape that was asked for, in order, by as many processes as were asked for. */
final class WholeAgenda implements Agenda {
    /** Time for the rounds of a shape, for each kernel, where no time is set. */
    private static final double ROUND_SECONDS = 0.5;

    private final List<ShapeGroup> groups;
    private final int processes;
    private final GroupCost cost;
    private final Pace pace = new Pace();
    private final Map<ShapeGroup, Integer> lastProcess = new HashMap<>();
    private int done;

    /**
     * @param processes that time each shape
     */
    WholeAgenda(List<ShapeGroup> groups, int processes, GroupCost cost) {
        this.groups = List.copyOf(groups);
        this.processes = processes;
        this.cost = cost;
    }

    @Override
    public Optional<Pick> next(double left, int process) {
        if (done == groups.size() * processes) {
            return Optional.empty();
        }
        ShapeGroup group = groups.get(done % groups.size());
        if (lastProcess.getOrDefault(group, -1) == process) {
            return Optional.empty();
        }
        double rounds = roundSeconds(group, left);
        return Optional.of(new Pick(group, cost.callSeconds(group), rounds, pace.of(cost.seconds(group, rounds)), done >= groups.size()));
    }

    private double roundSeconds(ShapeGroup group, double left) {
        double worth = ROUND_SECONDS * group.cases().size();
        if (Double.isInfinite(left)) {
            return worth;
        }
        double least = 0;
        for (int i = done; i < groups.size() * processes; i++) {
            least += pace.of(cost.seconds(groups.get(i % groups.size()), 0));
        }
        return Math.clamp((left - least) / (groups.size() * processes - done), 0, 4 * worth);
    }

    @Override
    public void done(Pick pick, GroupTimes times, int process, double seconds) {
        pace.took(pick.expectedSeconds(), seconds);
        lastProcess.put(groups.get(done % groups.size()), process);
        done++;
    }

    @Override
    public String progress(double left) {
        double rest = 0;
        for (int i = done; i < groups.size() * processes; i++) {
            ShapeGroup group = groups.get(i % groups.size());
            rest += pace.of(cost.seconds(group, roundSeconds(group, left)));
        }
        return "shape " + done + "/" + groups.size() * processes + ", " + Progress.left(rest);
    }
}
