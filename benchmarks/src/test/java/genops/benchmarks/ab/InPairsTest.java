package genops.benchmarks.ab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.KernelOffer;
import genops.benchmarks.run.Case;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.shapes.operator.Scale;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InPairsTest {
    private static final Thresholds THRESHOLDS = new Thresholds(0.01, 0.05);
    private static final Duration LONG = Duration.ofHours(1);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> timed = new ArrayList<>();

    /** A kernel whose forks differ by so much, at a shape of this size. */
    private record Behaviour(double ratio, double spread) {}

    private static PairedCase of(int elements) {
        Scale shape = new Scale(elements);
        return PairedCase.ofBuilds(new Case(shape, new KernelOffer("scale", shape.text(), "vector/elementwise", "fp32", "", "", 0, 0, 0, false), 2));
    }

    private List<PairedResult> run(int most, Duration time, Map<Integer, Behaviour> behaviours) {
        return run(Looks.upTo(most), time, behaviours);
    }

    private List<PairedResult> run(Looks looks, Duration time, Map<Integer, Behaviour> behaviours) {
        InPairs.Forks forks = (wanted, number, reversed, place) -> {
            int elements = (int) ((Scale) wanted.wanted().shape()).elements();
            timed.add(elements + " " + number + " " + reversed);
            Behaviour behaviour = behaviours.get(elements);
            double[] base = new double[50];
            Arrays.fill(base, 100);
            double[] candidate = new double[50];
            // two forks above, two below, and so on, of both orders as many
            Arrays.fill(candidate, 100 * behaviour.ratio * Math.exp(number / 2 % 2 == 0 ? behaviour.spread : -behaviour.spread));
            return new PairFork.Outcome(Optional.of(new PairFork.Times(base, candidate, 0)), Optional.empty(), 1e-9);
        };
        return new InPairs(forks, looks, THRESHOLDS, new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run(behaviours.keySet().stream().sorted().map(InPairsTest::of).toList(), time);
    }

    private List<Verdict> verdicts(List<PairedResult> results) {
        return results.stream().map(r -> r.verdict().orElseThrow()).toList();
    }

    @Test
    void whatIsDecidedIsTimedNoMoreAndTheOthersAreUpToTheMost() {
        List<PairedResult> results = run(24, LONG, Map.of(1, new Behaviour(1.05, 0.005), 2, new Behaviour(0.95, 0.005), 3, new Behaviour(1, 0.0001),
                4, new Behaviour(1, 0.2)));
        assertEquals(List.of(Verdict.SLOWER, Verdict.FASTER, Verdict.UNCHANGED, Verdict.UNDECIDED), verdicts(results));
        assertEquals(List.of(6, 6, 6, 24), results.stream().map(PairedResult::count).toList());
        assertTrue(results.getLast().forksToDecide().getAsInt() > 24, "" + results.getLast());
        assertTrue(results.getFirst().forksToDecide().isEmpty());
        assertTrue(printed.toString(StandardCharsets.UTF_8).startsWith("scale e1 vector/elementwise, 2 threads: B/A 1.0"), printed.toString());
    }

    @Test
    void withOneLookADecidedCaseHasAllItsForksToo() {
        List<PairedResult> results = run(new Looks(List.of(24)), LONG, Map.of(1, new Behaviour(1.05, 0.005), 2, new Behaviour(1, 0.2)));
        assertEquals(List.of(24, 24), results.stream().map(PairedResult::count).toList());
        assertEquals(24, results.getFirst().forks().size());
        assertEquals(Math.log(1.05) + 0.005, results.getFirst().forks().getFirst().logRatio(), 1e-9);
    }

    @Test
    void inEveryTwoForksEachOrderIsOnce() {
        run(24, LONG, Map.of(1, new Behaviour(1, 0.2)));
        for (int i = 0; i < 24; i += 2) {
            assertEquals("1 " + i, timed.get(i).substring(0, timed.get(i).lastIndexOf(' ')));
            assertNotEquals(timed.get(i).endsWith("true"), timed.get(i + 1).endsWith("true"), timed.toString());
        }
    }

    @Test
    void whatIsNearestToADecisionComesFirst() {
        run(24, LONG, Map.of(1, new Behaviour(1, 0.3), 2, new Behaviour(1, 0.006)));
        assertEquals(List.of("1 0", "2 0", "2 6"), timed.stream().map(t -> t.substring(0, t.lastIndexOf(' ')))
                .filter(t -> t.endsWith(" 0") || t.equals("2 6") || t.equals("1 6")).limit(3).toList());
    }

    @Test
    void whenTheTimeIsOverNothingIsTimedAnyMore() {
        List<PairedResult> results = run(24, Duration.ZERO, Map.of(1, new Behaviour(1.05, 0.005), 2, new Behaviour(1.05, 0.005)));
        assertEquals(List.of(), timed);
        assertEquals(List.of(Verdict.UNDECIDED, Verdict.UNDECIDED), verdicts(results));
    }

    @Test
    void whatCannotBeRunIsLeft() {
        InPairs.Forks forks = (wanted, number, reversed, place) -> {
            timed.add("" + number);
            return new PairFork.Outcome(Optional.empty(), Optional.of("B cannot run it: crashed: for a test"), 1);
        };
        List<PairedResult> results = new InPairs(forks, 24, THRESHOLDS, new PrintStream(printed)).run(List.of(of(1)), LONG);
        assertEquals(List.of("0"), timed);
        assertTrue(results.getFirst().verdict().isEmpty());
        assertTrue(PairedText.of(results).endsWith("scale e1 vector/elementwise, 2 threads: B cannot run it: crashed: for a test\n"
                + "0 compared: 0 slower, 0 faster, 0 unchanged, 0 not decided; 1 cannot be run\n"), PairedText.of(results));
    }

    @Test
    void theTextSaysWhatAnUndecidedCaseWouldTake() {
        String text = PairedText.of(run(6, LONG, Map.of(1, new Behaviour(1.05, 0.005), 2, new Behaviour(1, 0.02))));
        assertTrue(text.contains("slower"), text);
        assertTrue(text.matches("(?s).*not decided: about \\d+ forks more, \\d+\\.\\d minutes.*"), text);
        assertTrue(text.endsWith("2 compared: 1 slower, 0 faster, 0 unchanged, 1 not decided\n"), text);
    }
}
