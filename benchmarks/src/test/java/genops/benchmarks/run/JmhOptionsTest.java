package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class JmhOptionsTest {
    /** A number does for the others. */
    private static final Map<String, String> VALUES = Map.of("to", "10s", "wm", "BULK", "si", "true", "foe", "true");

    @Test
    void everyOptionOfJmhIsInOneGroup() throws ReflectiveOperationException, CommandLineOptionException {
        Set<String> all = optionsOfJmh();
        assertTrue(all.size() > 30, all::toString);
        for (String option : all) {
            long groups = Stream.of(JmhOptions.PASSED_ON, JmhOptions.OWN, JmhOptions.refused()).filter(g -> g.contains(option)).count();
            assertEquals(1, groups, "-" + option + " is in " + groups + " groups: is it passed on, the suite's own, or refused?");
        }
        assertEquals(all, Stream.of(JmhOptions.PASSED_ON, JmhOptions.OWN, JmhOptions.refused()).flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Those that JMH's own parser knows, less what it calls the arguments that are no options. */
    private static Set<String> optionsOfJmh() throws ReflectiveOperationException, CommandLineOptionException {
        Field field = CommandLineOptions.class.getDeclaredField("parser");
        field.setAccessible(true);
        Object parser = field.get(new CommandLineOptions());
        Map<?, ?> options = (Map<?, ?>) parser.getClass().getMethod("recognizedOptions").invoke(parser);
        return options.keySet().stream().map(Object::toString).filter(o -> !o.startsWith("[")).collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> refused() {
        return JmhOptions.refused();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedSaysWhyInOneLine(String option) throws CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions("-" + option, VALUES.getOrDefault(option, "10"));
        String message = assertThrows(IllegalArgumentException.class, () -> JmhOptions.check(given)).getMessage();
        assertTrue(message.startsWith("-" + option + " is not possible: ") && message.lines().count() == 1, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f 0", "-bm all", "-bm avgt,thrpt", "-bm ss -bs 10", "-opi 1000", "--opi 1000"})
    void whatWouldChangeAScoreIsRefused(String line) throws CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(line.split(" "));
        String message = assertThrows(IllegalArgumentException.class, () -> JmhOptions.check(given)).getMessage();
        assertTrue(message.contains(" is not possible: "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f 3 -i 5 -r 1s -wi 2 -w 1s", "-bm ss", "-bm thrpt -tu ms", "-t 1", "-foe false", "-gc true -v NORMAL",
        "-jvmArgsAppend -XX:UseAVX=2 -jvm /usr/bin/java", "-e Temporal -p kernel=vector/gemm -rf json -rff a.json -o b.txt Attention"})
    void whatIsAccountedForIsPassedOn(String line) throws CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(line.split(" "));
        assertDoesNotThrow(() -> JmhOptions.check(given));
    }

    @Test
    void wholeStepsHaveAModeOfTheirOwn() throws CommandLineOptionException {
        CommandLineOptions mode = new CommandLineOptions("-bm", "ss");
        assertThrows(IllegalArgumentException.class, () -> JmhOptions.checkOfSteps(mode));
        CommandLineOptions none = new CommandLineOptions("-f", "1");
        assertDoesNotThrow(() -> JmhOptions.checkOfSteps(none));
    }
}
