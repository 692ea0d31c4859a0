package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.KernelOffer;
import genops.shapes.catalog.Catalog;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
    private static final List<Case> CASES = catalog("");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 40})
    void everyCaseIsInExactlyOneShard(int count) {
        List<Case> all = parts(CASES, count).stream().flatMap(Set::stream).toList();
        assertEquals(CASES.size(), all.size());
        assertEquals(Set.copyOf(CASES), new HashSet<>(all));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void shardsAreEvenByExpectedTime(int count) {
        assertEven(parts(CASES, count), c -> true, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void shardsAreEvenWhereABackendIsMissing(int count) {
        // what other backends left uneven is at most a case
        double longest = CASES.stream().mapToDouble(CaseCost::seconds).max().orElseThrow();
        assertEven(parts(CASES, count), c -> c.offer().kernel().startsWith("vector/"), longest);
        assertEven(parts(CASES, count), c -> !c.offer().onDevice(), longest);
    }

    @Test
    void theOrderOfTheCasesDoesNotMatter() {
        List<Case> shuffled = new ArrayList<>(CASES);
        Collections.shuffle(shuffled, new Random(1));
        assertEquals(parts(CASES, 3), parts(shuffled, 3));
    }

    @Test
    void whatAMachineLacksMovesNoCase() {
        List<Set<String>> there = texts(parts(CASES, 3));
        assertEquals(there, texts(parts(catalog("no such library"), 3)));
    }

    @Test
    void moreShardsThanCasesLeaveSomeEmpty() {
        assertEquals(List.of(1, 1, 0), parts(CASES.subList(0, 2), 3).stream().map(Set::size).toList());
    }

    @Test
    void theFormIsReadAndChecked() {
        assertEquals(new Shard(2, 3), Shard.of("2/3"));
        assertEquals("2/3", Shard.of("2/3").text());
        for (String bad : List.of("", "3", "0/3", "4/3", "-1/3", "1/0", "1/3/5", "a/b", "1/99999999999")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Shard.of(bad)).getMessage().startsWith("bad --shard '" + bad + "'"));
        }
    }

    @Test
    void aLargerShapeCostsMoreAndARefusedOneNothing() {
        Case small = new Case(new Linear(8, 8, 8, false), offer(new Linear(8, 8, 8, false), "vector/gemm", "", ""), 2);
        Linear large = new Linear(65536, 8192, 8192, false);
        assertTrue(CaseCost.seconds(small) > 1, "the start of forked JVMs");
        assertTrue(CaseCost.seconds(new Case(large, offer(large, "vector/gemm", "", ""), 2)) > 10 * CaseCost.seconds(small));
        assertEquals(0, CaseCost.seconds(new Case(large, offer(large, "vector/gemm", "", "too large"), 2)));
    }

    /** No part is above the mean by more than 5 % and so many seconds. */
    private static void assertEven(List<Set<Case>> parts, Predicate<Case> there, double seconds) {
        double[] load = parts.stream().mapToDouble(p -> p.stream().filter(there).mapToDouble(CaseCost::seconds).sum()).toArray();
        double mean = Arrays.stream(load).average().orElseThrow();
        double most = Arrays.stream(load).max().orElseThrow();
        assertTrue(most <= 1.05 * mean + seconds, Arrays.toString(load));
    }

    private static List<Set<Case>> parts(List<Case> cases, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> new Shard(i, count).of(cases, CaseCost::seconds)).toList();
    }

    private static List<Set<String>> texts(List<Set<Case>> parts) {
        return parts.stream().map(p -> Set.copyOf(p.stream().map(Case::text).toList())).toList();
    }

    /** Three backends at every shape of the catalog, of which one may be missing. */
    private static List<Case> catalog(String unavailable) {
        List<Case> cases = new ArrayList<>();
        for (Operator shape : Catalog.standard().representative().shapes()) {
            cases.add(new Case(shape, offer(shape, "vector/a", "", ""), 2));
            cases.add(new Case(shape, offer(shape, "onednn/a", unavailable, ""), 2));
            cases.add(new Case(shape, offer(shape, "cuda/a", "no device", ""), 2));
        }
        return cases;
    }

    private static KernelOffer offer(Operator shape, String kernel, String unavailable, String unsupported) {
        return new KernelOffer(shape.type().label(), shape.text(), kernel, "fp32", unavailable, unsupported, 3 * shape.bytes(4),
                shape.bytes(4), 0, kernel.startsWith("cuda/"));
    }
}
