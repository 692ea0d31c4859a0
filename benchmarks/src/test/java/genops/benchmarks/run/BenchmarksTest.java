package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.operator.OperatorType;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
    private static final OutputFormat SILENT = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);

    @Test
    void everyOperatorHasItsBenchmarkWithItsOwnParameter() {
        Map<String, BenchmarkListEntry> entries = BenchmarkList.defaultList().getAll(SILENT, java.util.List.of()).stream()
                .collect(Collectors.toMap(BenchmarkListEntry::getUsername, e -> e));
        for (OperatorType type : OperatorType.values()) {
            BenchmarkListEntry entry = entries.get(Benchmarks.name(type));
            assertTrue(entry != null, "no benchmark " + Benchmarks.name(type));
            assertEquals(Set.of(type.label(), "kernel"), entry.getParams().get().keySet());
        }
        assertArrayEquals(CeilingCase.HOST.toArray(), entries.get(Benchmarks.CEILINGS).getParams().get().get("ceiling"));
        // the ceilings, whole steps, and kernels in turns
        assertEquals(OperatorType.values().length + 3, entries.size());
    }

    @Test
    void regularExpressionsSelect() throws CommandLineOptionException {
        Benchmarks some = Benchmarks.matching(new CommandLineOptions("Attention", "-e", "Temporal"), SILENT);
        assertEquals(new Benchmarks(EnumSet.of(OperatorType.ATTENTION), false), some);
        Benchmarks all = Benchmarks.matching(new CommandLineOptions(), SILENT);
        assertEquals(new Benchmarks(EnumSet.allOf(OperatorType.class), true), all);
    }

    @Test
    void saysThatNothingMatches() throws CommandLineOptionException {
        CommandLineOptions none = new CommandLineOptions("NoSuchBenchmark");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Benchmarks.matching(none, SILENT)).getMessage()
                .contains("NoSuchBenchmark"));
    }
}
