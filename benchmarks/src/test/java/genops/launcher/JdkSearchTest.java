package genops.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkSearchTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1.8, 8", "17.0.15, 17", "'\"25.0.1\"', 25", "26-ea, 26", "25+36, 25", "nonsense, 0"})
    void readsTheFeatureRelease(String version, int feature) {
        assertEquals(feature, JdkSearch.feature(version));
    }

    @Test
    void prefersJavaHome() throws IOException {
        File home = jdk("custom", "25.0.1", "java.base jdk.incubator.vector");
        assertEquals(home, new JdkSearch(Map.of("JAVA_HOME", home.getPath()), folder.toFile()).find(25));
    }

    @Test
    void looksBelowTheUsersHome() throws IOException {
        File sdkman = jdk(".sdkman/candidates/java/26.0.0-tem", "26", "java.base jdk.incubator.vector");
        // no other JDK is as new, so whatever this machine has does not matter
        assertEquals(sdkman, new JdkSearch(Map.of(), folder.toFile()).find(26));
    }

    @Test
    void passesOverOldOnesAndOnesWithoutTheVectorApi() throws IOException {
        File old = jdk("old", "17.0.2", "java.base jdk.incubator.vector");
        File small = jdk("small", "99", "java.base");
        assertNotEquals(old, new JdkSearch(Map.of("JAVA_HOME", old.getPath()), folder.toFile()).find(25));
        assertNotEquals(small, new JdkSearch(Map.of("JAVA_HOME", small.getPath()), folder.toFile()).find(25));
    }

    @Test
    void followsThePath() throws IOException {
        File home = jdk("onpath", "99", "java.base jdk.incubator.vector");
        Map<String, String> environment = Map.of("PATH", "/nowhere" + File.pathSeparator + new File(home, "bin"));
        assertEquals(home.getCanonicalFile(), new JdkSearch(environment, folder.toFile()).find(99));
    }

    private File jdk(String name, String version, String modules) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        java.toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
        return home.toFile();
    }
}
