package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.KernelOffer;
import genops.shapes.operator.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WholeAgendaTest {
    private static final List<ShapeGroup> GROUPS = ShapeGroup.of(List.of(of(64, "vector/gemm"), of(64, "onednn/matmul"), of(128, "vector/gemm")));

    private static Case of(int rows, String kernel) {
        Linear shape = new Linear(rows, 64, 64, false);
        return new Case(shape, new KernelOffer("linear", shape.text(), kernel, "fp32", "", "", shape.bytes(4), shape.bytes(4), 0, false), 2);
    }

    private final WholeAgenda agenda = new WholeAgenda(GROUPS, 2, new GroupCost(new CallEstimate()));

    private List<String> process(int number, double left) {
        List<String> shapes = new ArrayList<>();
        for (Optional<Agenda.Pick> pick = agenda.next(left, number); pick.isPresent(); pick = agenda.next(left, number)) {
            shapes.add(pick.get().group().text());
            agenda.done(pick.get(), new GroupTimes(pick.get().group()), number, pick.get().expectedSeconds());
        }
        return shapes;
    }

    @Test
    void everyShapeIsTimedByEveryProcessOnce() {
        assertEquals(2, GROUPS.size());
        assertEquals(2, GROUPS.getFirst().cases().size());
        List<String> all = List.of("linear m64_n64_k64", "linear m128_n64_k64");
        assertEquals(all, process(0, Double.POSITIVE_INFINITY));
        assertEquals(all, process(1, Double.POSITIVE_INFINITY));
        assertEquals(List.of(), process(2, Double.POSITIVE_INFINITY));
    }

    @Test
    void aTimeIsShared() {
        double rounds = agenda.next(9, 0).orElseThrow().roundSeconds();
        assertTrue(rounds > agenda.next(5, 0).orElseThrow().roundSeconds(), "rounds " + rounds);
        assertEquals(0, agenda.next(0.1, 0).orElseThrow().roundSeconds());
    }
}
