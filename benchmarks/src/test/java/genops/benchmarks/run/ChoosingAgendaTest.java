package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.KernelOffer;
import genops.benchmarks.turns.TurnsReport;
import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Models;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoosingAgendaTest {
    private static final List<Pipeline> MODELS = List.of(Models.of("muse").build(), Models.of("parti").build());

    private static final int MOST_PROCESSES = 8;

    private final CallEstimate estimate = new CallEstimate();
    private final Map<String, GroupTimes> times = new HashMap<>();
    private final List<Operator> order = new ArrayList<>();
    private double left;

    private ChoosingAgenda agenda(boolean inDoubt) {
        List<Case> cases = new ArrayList<>();
        for (Operator shape : Catalog.of(MODELS).shapes()) {
            if (shape.type().operatorClass() == OperatorClass.ATTENTION) {
                cases.add(of(shape, "vector/flash"));
                cases.add(of(shape, "vector/unfused"));
            } else {
                cases.add(of(shape, "vector/any"));
            }
        }
        return new ChoosingAgenda(ShapeGroup.of(cases), Set.of(), new Importance(MODELS), Stack.VECTOR.backend(), estimate, t -> inDoubt,
                OptionalInt.empty());
    }

    private static Case of(Operator shape, String kernel) {
        return new Case(shape, new KernelOffer(shape.type().label(), shape.text(), kernel, "fp32", "", "", shape.bytes(4), shape.bytes(4), 0,
                false), 2);
    }

    /** Runs the picks of one process on a machine that takes {@code slowness} times what is expected; returns how many there were. */
    private int process(ChoosingAgenda agenda, int process, double slowness) {
        int picks = 0;
        for (Optional<Agenda.Pick> pick = agenda.next(left, process); pick.isPresent(); pick = agenda.next(left, process)) {
            ShapeGroup group = pick.get().group();
            GroupTimes known = times.computeIfAbsent(group.word(), w -> new GroupTimes(group));
            known.add(new TurnsReport(group.cases().stream().map(c -> new TurnsReport.OfKernel(c.offer().kernel(),
                    new CaseReport(Status.MEASURED, "", 2, 1e-7, 1e-5, 0, 0), new double[] {1e9 * estimate.seconds(c) / 3}, new double[0])).toList(),
                    new double[] {0}));
            group.cases().forEach(c -> estimate.learn(c, measurement(c)));
            double took = slowness * pick.get().expectedSeconds() / Math.max(1, picks == 0 ? 1 : slowness);
            left -= took;
            agenda.done(pick.get(), known, process, took);
            order.add(group.shape());
            picks++;
        }
        return picks;
    }

    private Measurement measurement(Case c) {
        double nanoseconds = 1e9 * estimate.seconds(c) / 3;
        return c.measured(new CaseReport(Status.MEASURED, "", 2, 1e-7, 1e-5, 0, 0), new double[][] {{nanoseconds}}, new double[0][], "");
    }

    private double measuredShare() {
        Map<Operator, Double> shares = new Importance(MODELS).of(o -> Math.max(o.flops() / 1e11, o.bytes(4) / 2e10));
        return order.stream().distinct().mapToDouble(o -> shares.getOrDefault(o, 0.0)).sum();
    }

    @Test
    void aShortTimeIsSpentOnWhatCarriesMost() {
        left = 12;
        ChoosingAgenda agenda = agenda(false);
        process(agenda, 0, 1);
        assertTrue(left >= 0, "left " + left);
        assertTrue(order.stream().distinct().count() < Catalog.of(MODELS).shapes().size() / 2, "measured " + order.size());
        assertTrue(measuredShare() > 0.35, "carried " + measuredShare());
    }

    @Test
    void withTimeEverythingIsMeasuredAndWhatCarriesMuchAgainInAnotherProcess() {
        left = 100_000;
        ChoosingAgenda agenda = agenda(false);
        process(agenda, 0, 1);
        assertEquals(Catalog.of(MODELS).shapes(), Set.copyOf(order));
        int first = order.size();
        assertEquals(first, order.stream().distinct().count());
        assertTrue(process(agenda, 1, 1) > 3);
        int process = 2;
        while (process < MOST_PROCESSES && process(agenda, process, 1) > 0) {
            process++;
        }
        assertTrue(process < MOST_PROCESSES, "never done");
    }

    @Test
    void whatIsInDoubtIsMeasuredAgainButNotForEver() {
        left = 100_000;
        ChoosingAgenda agenda = agenda(true);
        int shapes = Catalog.of(MODELS).shapes().size();
        int picks = process(agenda, 0, 1);
        assertTrue(picks > 2 * shapes && picks <= 5 * shapes, picks + " picks of " + shapes + " shapes");
        assertEquals(0, process(agenda, 1, 1));
    }

    @Test
    void noLongCallIsTheFirstOfItsKernelInAProcess() {
        left = 100_000;
        ChoosingAgenda agenda = agenda(false);
        for (Operator shape : Catalog.of(MODELS).shapes()) {
            if (shape.type().operatorClass() == OperatorClass.LINEAR) {
                agenda.next(left, 0).ifPresent(p -> assertTrue(p.callSeconds() < 0.7, p.toString()));
            }
        }
    }

    @Test
    void ofLongCallsTheSlowerKernelOfARoleIsNotMadeAndTheOthersCount() {
        left = 1e6;
        List<Pipeline> models = List.of(Models.of("stable-diffusion").build());
        List<Case> cases = Catalog.of(models).shapes().stream().flatMap(o -> Stream.of(of(o, "vector/quick"), of(o, "vector/slow"))).toList();
        cases.stream().filter(c -> c.offer().kernel().equals("vector/slow")).forEach(c -> estimate.learn(c, slow(c)));
        ChoosingAgenda agenda = new ChoosingAgenda(ShapeGroup.of(cases), Set.of(), new Importance(models), Stack.VECTOR.backend(), estimate,
                t -> false, OptionalInt.empty());
        assertTrue(process(agenda, 0, 1) > 0);
        assertTrue(times.values().stream().anyMatch(t -> t.group().cases().size() == 1), "every kernel was called everywhere");
    }

    /** A hundred times what is expected of an unknown kernel. */
    private Measurement slow(Case c) {
        double nanoseconds = 1e11 * estimate.seconds(c);
        return c.measured(new CaseReport(Status.MEASURED, "", 2, 1e-7, 1e-5, 0, 0), new double[][] {{nanoseconds, nanoseconds}}, new double[0][], "");
    }
}
