package genops.results.document;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs of one machine read as one, such as a run of the suite beside its sweeps: of a case or a ceiling that several of them
 * measured, the newest is taken; of one that was timed in several ways, that which was timed as usual.
 */
public final class JoinedRuns {

    private record Limit(String name, int threads) {}

    private JoinedRuns() {}

    /**
     * Joins runs.
     *
     * @param runs at least one, in any order
     * @throws IllegalArgumentException where they are of different machines, naming the first difference
     */
    public static RunDocument of(List<RunDocument> runs) {
        if (runs.size() == 1) {
            return runs.getFirst();
        }
        List<RunDocument> ordered = runs.stream().sorted(Comparator.comparing(RunDocument::started)).toList();
        RunDocument first = ordered.getFirst();
        ordered.forEach(run -> checkSame(first, run));
        Map<Limit, Ceiling> ceilings = new LinkedHashMap<>();
        Map<MeasurementKey, Measurement> cases = new LinkedHashMap<>();
        Map<List<Object>, StepMeasurement> steps = new LinkedHashMap<>();
        for (RunDocument run : ordered) {
            run.ceilings().forEach(c -> ceilings.put(new Limit(c.name(), c.threads()), c));
            run.steps().forEach(s -> steps.merge(List.of(s.model(), s.stage(), s.pass(), s.attention(), s.stack(), s.precision(), s.threads()),
                    s, (before, now) -> now.status() == Status.MEASURED || before.status() != Status.MEASURED ? now : before));
            // what was not measured this time does not hide what was another time
            run.measurements().stream().map(m -> ofRun(run, m)).forEach(m -> cases.merge(MeasurementKey.of(m), m,
                    (before, now) -> now.status() == Status.MEASURED || before.status() != Status.MEASURED ? now : before));
        }
        // read as one, a case counts once: what was timed as usual
        cases.keySet().removeIf(key -> !key.setting().isEmpty() && Optional.ofNullable(cases.get(key.asUsual()))
                .filter(usual -> usual.status() == Status.MEASURED).isPresent());
        return new RunDocument(first.schema(), distinct(ordered, RunDocument::started, ", "), distinct(ordered, RunDocument::commit, ", "),
                distinct(ordered, RunDocument::command, "; "), first.machine(), distinct(ordered, RunDocument::suspect, "; "), "",
                List.of(), new ArrayList<>(ceilings.values()), new ArrayList<>(cases.values()), new ArrayList<>(steps.values()));
    }

    /** The word that says who took turns is unique in its own document only. */
    private static Measurement ofRun(RunDocument run, Measurement m) {
        return m.turns().isEmpty() ? m : m.withTurns(run.started() + " " + m.turns());
    }

    private static String distinct(Collection<RunDocument> runs, Function<RunDocument, String> field, String separator) {
        return runs.stream().map(field).filter(text -> !text.isEmpty()).distinct().collect(Collectors.joining(separator));
    }

    private static void checkSame(RunDocument first, RunDocument other) {
        Machine here = first.machine().comparable();
        Machine there = other.machine().comparable();
        if (!here.equals(there)) {
            String difference = Stream.of(Machine.class.getRecordComponents())
                    .filter(c -> !value(c, here).equals(value(c, there)))
                    .map(c -> c.getName() + " " + value(c, here) + " and " + value(c, there)).findFirst().orElseThrow();
            throw new IllegalArgumentException("the runs of " + first.started() + " and " + other.started()
                    + " are of different machines: " + difference);
        }
    }

    private static Object value(RecordComponent component, Machine machine) {
        try {
            return component.getAccessor().invoke(machine);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the components of a public record can be read", e);
        }
    }
}
