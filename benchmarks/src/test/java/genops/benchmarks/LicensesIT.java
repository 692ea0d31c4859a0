package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The jar holds the licences of what is in it. */
class LicensesIT {
    private static final String FOLDER = "META-INF/licenses/";
    private static final Pattern ARTIFACT = Pattern.compile("(.+?)-\\d.*\\.jar");
    /** The suite's own modules, and libraries of tests, which are on the class path too, but not in the jar. */
    private static final Pattern NO_LIBRARY = Pattern.compile(
            "shapes|kernels|results|plot|benchmarks|junit-.*|opentest4j|apiguardian-api|archunit.*|snakeyaml|surefire.*|common-java5");

    @Test
    void theSuiteHasItsOwn() throws IOException {
        try (ZipFile jar = new ZipFile(JarProcess.JAR.toFile())) {
            assertEquals(Files.readString(Path.of("..", "LICENSE")), text(jar, "META-INF/LICENSE"));
        }
    }

    @Test
    void everyLibraryIsNamedWithItsLicence() throws IOException {
        try (ZipFile jar = new ZipFile(JarProcess.JAR.toFile())) {
            String page = text(jar, FOLDER + "README.txt");
            List<String> libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(p -> p.endsWith(".jar")).map(p -> Path.of(p).getFileName().toString())
                    .map(ARTIFACT::matcher).filter(m -> m.matches()).map(m -> m.group(1)).filter(a -> !NO_LIBRARY.matcher(a).matches())
                    .toList();
            assertTrue(libraries.contains("jackson-databind"), libraries.toString());
            for (String library : libraries) {
                assertTrue(Pattern.compile("(?m)[ ,]" + Pattern.quote(library) + "[ ,]").matcher(page.replace('\n', ' ')).find(),
                        () -> library + " is not named in " + FOLDER + "README.txt");
            }
            for (String text : List.of("MIT.txt", "BSD-3-Clause.txt", "GPL-3.0.txt", "GCC-exception-3.1.txt", "LGPL-2.1.txt",
                    "jmh-core-jar/LICENSE", "jackson-core-jar/META-INF/NOTICE", "commons-math3-jar/META-INF/NOTICE.txt")) {
                assertTrue(!text(jar, FOLDER + text).isBlank(), text);
            }
        }
    }

    private static String text(ZipFile jar, String name) throws IOException {
        assertTrue(jar.getEntry(name) != null, () -> name + " is not in the jar");
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
