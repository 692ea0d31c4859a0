package genops.results.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of what the CPU kernels reach are made from the committed run documents: {@code mvn test -pl results -am
 * -Dtest=CpuKernelsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dgenops.write.docs=true} writes them again.
 */
class CpuKernelsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "cpu-kernels.md");
    private static final String BEGIN = "<!-- tables, written by CpuKernelsPageTest -->\n";
    private static final String END = "<!-- end of tables -->";
    private static final String OVER_VENDOR = "over vendor";

    /**
     * One run of a machine.
     *
     * @param what its title
     * @param file below {@code results/}
     * @param operators whose tables are shown; none for the geometric means over all
     */
    private record Run(String what, String file, String... operators) {

        String section() {
            RunDocument document = RunDocuments.read(Path.of("..", "results", file));
            String text = MeasurementTables.of(document);
            return "### " + what + "\n\n`results/" + file + "`\n\n```\n" + document.command() + "\n```\n\n```\n"
                    + (operators.length == 0 ? means(text) : measurements(text, Set.of(operators))) + "```\n\n";
        }
    }

    /** @param title of the section, which other pages link to */
    private record Machine(String title, String processor, List<Run> runs) {

        String section() {
            return "## " + title + "\n\n" + processor + "\n\n" + runs.stream().map(Run::section).collect(Collectors.joining());
        }
    }

    private static final List<Machine> MACHINES = List.of(
            new Machine("AMD EPYC Zen 3", "AVX2, 16 vector registers of 256 bits.", List.of(
                    new Run("The default run", "run-20261129T194041Z.json"),
                    new Run("A sample of all operators", "epyc-zen3/run-20261126T003232Z.json"),
                    new Run("The heaviest shapes", "epyc-zen3/run-20261126T002206Z.json", "attention", "linear"))),
            new Machine("AMD EPYC Zen 4", "AVX-512, 32 vector registers.", List.of(
                    new Run("A sample of all operators", "epyc-zen4/run-20261126T034650Z.json"),
                    new Run("The heaviest shapes", "epyc-zen4/run-20261126T043405Z.json", "attention", "linear"),
                    new Run("Few rows, few channels", "epyc-zen4/run-20261126T050137Z.json", "linear", "temporalConvolution"))),
            new Machine("AMD EPYC Zen 5", "AVX-512, 32 vector registers, two 512-bit multipliers.", List.of(
                    new Run("A sample of all operators", "epyc-zen5/run-20261126T220735Z.json"),
                    new Run("The heaviest shapes", "epyc-zen5/run-20261127T142804Z.json", "attention", "convolution"),
                    new Run("Many rows", "epyc-zen5/run-20261127T150052Z.json", "linear"),
                    new Run("Few rows", "epyc-zen5/run-20261127T105221Z.json", "linear"))),
            new Machine("Intel Xeon", "32 vector registers, 480 MB of shared L3. The kernels were in an early state.", List.of(
                    new Run("A default run", "xeon/run-20261124T183412Z.json"))));

    @Test
    void theTablesAreUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + '\n'
                + MACHINES.stream().map(Machine::section).collect(Collectors.joining()) + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("genops.write.docs")) {
            Files.writeString(PAGE, expected);
        }
        assertEquals(expected, Files.readString(PAGE), "docs/cpu-kernels.md is out of date; write it with -Dgenops.write.docs=true");
    }

    /** Of each class and number of threads the fastest of our kernels, which stands first, where a vendor's stands beside it. */
    private static String means(String text) {
        List<String> lines = text.lines().dropWhile(l -> !l.startsWith("geometric means")).skip(1).takeWhile(l -> !l.isBlank()).toList();
        int overVendor = lines.getFirst().indexOf(OVER_VENDOR) + OVER_VENDOR.length();
        String[] rules = lines.get(1).split("(?<=-)(?= )|(?<= )(?=-)");
        int kernel = rules[0].length() + rules[1].length();
        int threads = kernel + rules[2].length();
        Set<String> seen = new HashSet<>();
        return lines.stream()
                .filter(l -> seen.add(l.substring(0, kernel) + l.substring(threads, threads + rules[3].length() + rules[4].length())))
                .filter(l -> !l.startsWith(" " + Numbers.NONE, overVendor - 2))
                .map(l -> l.stripTrailing() + '\n').collect(Collectors.joining());
    }

    /** The tables of some operators, our kernels alone. */
    private static String measurements(String text, Set<String> operators) {
        return text.lines().dropWhile(String::isBlank).collect(Collectors.joining("\n")).transform(t -> List.of(t.split("\n\n"))).stream()
                .filter(block -> operators.contains(block.lines().findFirst().orElse("")))
                .map(block -> block.lines().filter(l -> !l.contains("onednn/") && !l.contains("openblas/"))
                        .map(l -> l.stripTrailing() + '\n').collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }
}
