package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstLinesTest {

    @Test
    void aMillionLinesAreAFewAndOneThatSaysSo() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(new FirstLines(bytes), true, StandardCharsets.UTF_8);
        for (int i = 0; i < 1000; i++) {
            stream.println("call " + i);
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(FirstLines.MOST + 1, lines.size());
        assertEquals("call 0", lines.getFirst());
        assertTrue(lines.getLast().contains("not shown"), lines.getLast());
    }
}
