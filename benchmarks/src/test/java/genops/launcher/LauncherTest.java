package genops.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {

    @Test
    void handsOnJvmOptionsAndArguments() {
        List<String> command = Launcher.command(new File("/jdk"), List.of("-Dgenops.threads=1", "-Xmx1g"), new String[] {"-p", "linear=a b"});
        assertEquals(new File("/jdk/bin/java").getPath(), command.getFirst());
        assertTrue(command.containsAll(List.of("-Dgenops.threads=1", "-Xmx1g")), command.toString());
        assertEquals(List.of("genops.launcher.Launcher", "-p", "linear=a b"), command.subList(command.size() - 3, command.size()));
    }
}
