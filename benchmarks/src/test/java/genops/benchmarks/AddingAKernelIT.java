package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on adding a kernel says, done literally: its source, its commands. */
class AddingAKernelIT {
    private static final Path PAGE = Path.of("..", "docs", "adding-a-kernel.md");

    @TempDir
    Path folder;

    @BeforeEach
    void buildTheJar() throws Exception {
        Files.writeString(folder.resolve("LoopScale.java"), block("```java\n"));
        Files.copy(JarProcess.JAR, folder.resolve("benchmarks.jar"));
        String commands = block("```\njavac ");
        ProcessBuilder shell = new ProcessBuilder("bash", "-e", "-c", "javac " + commands.substring(0, commands.indexOf("java -jar")));
        shell.directory(folder.toFile());
        shell.environment().merge("PATH", Path.of(System.getProperty("java.home"), "bin").toString(), (path, jdk) -> jdk + ":" + path);
        Ended built = JarProcess.run(shell);
        assertEquals(0, built.status(), built.err());
    }

    @Test
    void theKernelOfThePageIsVerifiedAndTimed() throws Exception {
        Ended verified = JarProcess.run(folder, Map.of(), List.of(), List.of("verify", "--class-path", "my.jar", "--kernel", "mine/loop",
                "--shape", "scale=e1000,scale=e4096"));
        assertEquals(0, verified.status(), verified.out() + verified.err());
        assertTrue(verified.out().contains("2 cases: 2 correct"), verified.out());
        Ended timed = JarProcess.run(folder, Map.of(), List.of(), List.of("--class-path", "my.jar", "-p", "scale=e4096", "-p",
                "kernel=mine/loop", "-f", "1", "-wi", "1", "-i", "1", "-r", "50ms", "-w", "50ms", "--no-ceilings", "--output", "run.json"));
        assertEquals(0, timed.status(), timed.out() + timed.err());
        assertEquals(List.of(Status.MEASURED), RunDocuments.read(folder.resolve("run.json")).measurements().stream()
                .map(m -> m.status()).toList());
    }

    /** The text of the page from a mark to the end of its code block. */
    private static String block(String start) throws IOException {
        Matcher block = Pattern.compile(Pattern.quote(start) + "(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertTrue(block.find(), "no " + start + " in " + PAGE);
        return block.group(1);
    }
}
