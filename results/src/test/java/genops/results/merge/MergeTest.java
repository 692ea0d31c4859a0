package genops.results.merge;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.failed;
import static genops.results.TestDocuments.measured;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestRuns;
import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.shapes.operator.Linear;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static final List<Measurement> FIVE = IntStream.range(0, 5).mapToObj(MergeTest::number).toList();
    private static final RunDocument WHOLE = document(FIVE.toArray(Measurement[]::new));

    @Test
    void theShardsOfARunAreTheRun() {
        RunDocument merged = merge(shard("3/3", 2), shard("1/3", 0, 4), shard("2/3", 1, 3));
        assertEquals(RunDocuments.toJson(WHOLE.with(merged.ceilings(), WHOLE.measurements())), RunDocuments.toJson(merged));
        assertEquals(WHOLE.ceilings().size(), merged.ceilings().size());
        assertEquals(3 * WHOLE.ceilings().getFirst().nanoseconds().length, merged.ceilings().getFirst().nanoseconds().length);
    }

    @Test
    void theCommandIsThatOfTheWholeRun() {
        RunDocument merged = merge(command(shard("1/2", 0, 2, 4), "java -jar benchmarks.jar --shard 1/2 --suite full"),
                command(shard("2/2", 1, 3), "java -jar benchmarks.jar --shard=2/2 --suite full"));
        assertEquals("java -jar benchmarks.jar --suite full", merged.command());
    }

    @Test
    void aMissingShardIsRefusedUnlessAskedFor() {
        refused("shard 2/3, 3/3 is missing", false, shard("1/3", 0, 4));
        RunDocument merged = Merge.of(List.of(part("a", shard("3/3", 2)), part("b", shard("1/3", 0, 4))), false, true);
        assertEquals(shapes(FIVE.get(0), FIVE.get(2), FIVE.get(4)), shapes(merged.measurements().toArray(Measurement[]::new)));
    }

    @Test
    void shardsOfDifferentSplitsAreRefused() {
        refused("differ in the number of shards: 1/2 against 2/3", false, shard("1/2", 0, 2, 4), shard("2/3", 1));
        refused("b is no shard", false, shard("1/2", 0, 2, 4), WHOLE);
    }

    @Test
    void numbersOfThreadsStandTogetherFewestFirst() {
        RunDocument one = document(FIVE.stream().map(m -> threads(m, 1)).toArray(Measurement[]::new));
        RunDocument merged = merge(WHOLE, one);
        assertEquals(10, merged.measurements().size());
        for (int i = 0; i < 10; i++) {
            assertEquals(FIVE.get(i / 2).shape(), merged.measurements().get(i).shape());
            assertEquals(1 + i % 2, merged.measurements().get(i).threads());
        }
    }

    @Test
    void wholeRunsComeOneAfterTheOther() {
        RunDocument merged = merge(document(FIVE.get(3), FIVE.get(1)), document(FIVE.get(0)));
        assertEquals(shapes(FIVE.get(3), FIVE.get(1), FIVE.get(0)), shapes(merged.measurements().toArray(Measurement[]::new)));
    }

    @Test
    void aMeasurementInTwoDocumentsIsRefusedUnlessForksAreJoined() {
        refused("vector/gemm with 2 threads is in a and in b; --join-forks", false, WHOLE, document(FIVE.get(2)));
        RunDocument merged = Merge.of(List.of(part("a", WHOLE), part("b", document(FIVE.get(2)))), true, false);
        assertEquals(5, merged.measurements().size());
        assertEquals(6, merged.measurements().get(2).nanoseconds().length);
        assertArrayEquals(FIVE.get(2).nanoseconds()[0], merged.measurements().get(2).nanoseconds()[5]);
    }

    @Test
    void joinedForksAddTheTimeOfTheirVerificationAndKeepASeedThatIsTheSame() {
        Linear shape = new Linear(8, 8, 8, false);
        Measurement time = measured(shape, "vector/gemm", 1);
        Measurement same = joined(document(time.withVerification(5, 2, "reason", 0.5)), document(time.withVerification(5, 2, "reason", 0.25)));
        assertEquals(5, same.verificationSeed());
        assertEquals(2, same.errorFactor());
        assertEquals("reason", same.errorReason());
        assertEquals(0.75, same.verificationSeconds());
        assertEquals(0, joined(document(time.withVerification(5, 1, "", 1)), document(time.withVerification(6, 1, "", 1)))
                .verificationSeed());
    }

    @Test
    void aFailureStandsAgainstATimeAndATimeAgainstAnInterrupt() {
        Linear shape = new Linear(8, 8, 8, false);
        RunDocument time = document(measured(shape, "vector/gemm", 1));
        RunDocument wrong = document(failed(shape, "vector/gemm", Status.FAILED_VERIFICATION, "wrong"));
        RunDocument interrupted = document(failed(shape, "vector/gemm", Status.INTERRUPTED, "the run was interrupted"));
        assertEquals(Status.FAILED_VERIFICATION, joined(time, wrong).status());
        assertEquals(Status.MEASURED, joined(interrupted, time).status());
        assertEquals(3, joined(interrupted, time).nanoseconds().length);
    }

    @Test
    void otherCommitsAndMachinesAreRefusedByName() {
        refused("a and b are not merged, they differ in commit: 0123456 against 7654321", false, shard("1/2", 0),
                new RunDocument(1, "", "7654321", "", WHOLE.machine(), WHOLE.ceilings(), List.of()));
        refused("they differ in jdk: JDK 25 against JDK 26", false, WHOLE, on(machine(4L << 30, "JDK 26", "-Xmx1g")));
        refused("they differ in flags: -Xmx1g against -Xmx2g", false, WHOLE, on(machine(4L << 30, "JDK 25", "-Xmx2g")));
    }

    @Test
    void runsInPairsWithOneReferenceAreJoinedAndWithTwoRefused() {
        RunDocument one = TestRuns.against("1234567", WHOLE, i -> 1, 0.01, 1);
        RunDocument joined = Merge.of(List.of(new Merge.Part("a", one), new Merge.Part("b", WHOLE), new Merge.Part("c", one)), true, false);
        assertEquals("1234567", joined.reference());
        assertEquals(12, joined.measurements().getFirst().referenceForks().size());
        refused("a and b are not merged, they differ in reference: 1234567 against 7654321", true, one, one.withReference("7654321"));
    }

    @Test
    void memoryThatTheKernelKeepsMakesNoOtherType() {
        RunDocument other = on(machine((4L << 30) - (50 << 20), "JDK 25", "-Xmx1g", "-XX:MaxDirectMemorySize=4244635648"));
        assertEquals(5, merge(WHOLE, other).measurements().size());
    }

    @Test
    void aDisturbedPartMakesTheWholeSuspect() {
        RunDocument merged = merge(shard("1/2", 0, 2, 4), shard("2/2", 1, 3).suspected("fma drifted by 20 %"));
        assertEquals("fma drifted by 20 %", merged.suspect());
        assertEquals("", merged.shard());
        assertEquals(List.of(), merged.positions());
    }

    @Test
    void aMachineThatIsSlowerThanTheOthersMakesTheWholeSuspect() {
        RunDocument slow = shard("2/2", 1, 3);
        RunDocument merged = merge(shard("1/2", 0, 2, 4), slow.with(slow.ceilings().stream().map(c -> new Ceiling(c.name(), c.threads(),
                c.unitsPerOperation() / 1.5, c.nanoseconds())).toList(), slow.measurements()));
        assertEquals("ceiling copy, 2 threads drifted by 50%, more than 10%", merged.suspect());
    }

    private static Measurement joined(RunDocument a, RunDocument b) {
        return Merge.of(List.of(part("a", a), part("b", b)), true, false).measurements().getFirst();
    }

    private static void refused(String message, boolean incomplete, RunDocument... documents) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Merge.of(named(documents), false, incomplete));
        assertTrue(e.getMessage().contains(message) && e.getMessage().lines().count() == 1, e.getMessage());
    }

    private static RunDocument merge(RunDocument... documents) {
        return Merge.of(named(documents), false, false);
    }

    private static List<Merge.Part> named(RunDocument... documents) {
        return IntStream.range(0, documents.length).mapToObj(i -> part(Character.toString('a' + i), documents[i])).toList();
    }

    private static Merge.Part part(String name, RunDocument document) {
        return new Merge.Part(name, document);
    }

    private static RunDocument shard(String shard, Integer... positions) {
        RunDocument part = document(IntStream.of(List.of(positions).stream().mapToInt(i -> i).toArray()).mapToObj(FIVE::get)
                .toArray(Measurement[]::new));
        return part.part(shard, List.of(positions));
    }

    private static RunDocument command(RunDocument d, String command) {
        return new RunDocument(d.schema(), d.started(), d.commit(), command, d.machine(), d.suspect(), d.shard(), d.positions(), d.ceilings(),
                d.measurements());
    }

    private static RunDocument on(Machine machine) {
        return new RunDocument(1, WHOLE.started(), WHOLE.commit(), WHOLE.command(), machine, WHOLE.ceilings(), List.of());
    }

    private static Machine machine(long memory, String jdk, String... flags) {
        Machine m = WHOLE.machine();
        return new Machine(m.cpu(), m.architecture(), m.cores(), m.caches(), m.lastLevelCacheBytes(), memory, m.os(), jdk,
                List.of(flags), m.vector(), m.gpu(), m.gpuDriver());
    }

    private static List<String> shapes(Measurement... measurements) {
        return List.of(measurements).stream().map(Measurement::shape).toList();
    }

    private static Measurement number(int i) {
        return measured(new Linear(8 + i, 8, 8, false), "vector/gemm", 100 + i);
    }

    private static Measurement threads(Measurement m, int threads) {
        return new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), threads, m.flops(), m.bytes(), m.status(), m.reason(),
                m.nanoseconds(), m.deviceNanoseconds(), m.launches(), m.error(), m.tolerance(), m.command());
    }
}
