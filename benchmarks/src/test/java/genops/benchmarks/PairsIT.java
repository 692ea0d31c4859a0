package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds, and two kernels of one, against each other, by the jar as a user runs it. */
class PairsIT {
    private static final String TEST_KERNELS = Path.of("target", "test-classes").toAbsolutePath().toString();
    private static final String ENTRY = "genops/benchmarks/pair/PairEntry.class";
    /** Two kernels, the second of which does the work of the first twice. */
    private static final String SOURCE = """
            import genops.kernels.*;
            import genops.shapes.operator.Scale;
            import java.lang.foreign.*;

            public class Loop implements Kernel<Scale> {
                public static class Twice extends Loop {
                    public String id() {
                        return "mine/twice";
                    }

                    int times() {
                        return 2 * super.times();
                    }
                }

                public String id() {
                    return "mine/loop";
                }

                int times() {
                    return TIMES;
                }

                public Class<Scale> operator() {
                    return Scale.class;
                }

                public BoundKernel bind(Scale shape, Tensors tensors) {
                    MemorySegment input = tensors.get("input");
                    MemorySegment output = tensors.output();
                    int times = times();
                    return () -> {
                        for (int time = 0; time < times; time++) {
                            for (long i = 0; i < shape.elements(); i++) {
                                output.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) Scale.FACTOR * input.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                            }
                        }
                    };
                }
            }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void compileTheKernels() throws IOException {
        Path services = Files.createDirectories(compile("classes", 1).resolve("META-INF/services"));
        Files.writeString(services.resolve("genops.kernels.Kernel"), "Loop\nLoop$Twice\n");
    }

    private Path compile(String into, int times) throws IOException {
        Path source = Files.writeString(folder.resolve("Loop.java"), SOURCE.replace("TIMES", Integer.toString(times)));
        Path classes = Files.createDirectories(folder.resolve(into));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", JarProcess.JAR.toString(), "-d", classes.toString(),
                source.toString()));
        return classes;
    }

    @Test
    void aBuildThatDoesAKernelsWorkTwiceIsSlower() throws Exception {
        Path classes = compile("slow", 2);
        // a build comes before the kernels beside it, so that its class of this name is taken
        Path slow = changed(jar -> Files.copy(classes.resolve("Loop.class"), jar.getPath("Loop.class")));
        Ended ended = ab("--jar", JarProcess.JAR.toString(), "--jar", slow.toString(), "-p", "kernel=mine/loop", "--pairs", "4");
        assertEquals(3, ended.status(), ended.out() + ended.err());
        assertTrue(ended.out().contains("1 compared: 1 slower, 0 faster"), ended.out());
    }

    @Test
    void aKernelIsSlowerThanOneThatDoesHalfOfItsWork() throws Exception {
        Ended ended = ab("--kernel", "mine/twice", "--against", "mine/loop", "--pairs", "4");
        assertEquals(3, ended.status(), ended.out() + ended.err());
        assertTrue(ended.out().contains("scale e100000 mine/twice against mine/loop, "), ended.out());
        assertTrue(ended.out().contains("1 compared: 1 slower, 0 faster"), ended.out());
    }

    @Test
    void twoForksDecideNothingOfABuildAndItself() throws Exception {
        Ended ended = ab("--jar", JarProcess.JAR.toString(), "-p", "kernel=mine/loop", "--pairs", "2", "--false-discoveries", "0.01");
        assertEquals(125, ended.status(), ended.out() + ended.err());
        assertTrue(ended.out().contains(" by 2 forks, not decided: about "), ended.out());
        assertTrue(ended.out().contains("0 unchanged, 1 not decided"), ended.out());
    }

    @Test
    void aBuildThatCannotBeLoadedBesideAnotherHasForksOfItsOwn() throws Exception {
        Path old = changed(jar -> Files.delete(jar.getPath(ENTRY)));
        Ended ended = ab("--jar", old.toString(), "-p", "kernel=mine/loop", "--pairs", "2", "--false-discoveries", "0.01", "-i", "2", "-r", "50ms");
        assertEquals(125, ended.status(), ended.out() + ended.err());
        assertTrue(ended.out().startsWith(old + " is a build that cannot be loaded beside another: as with --processes, each fork has one build"),
                ended.out());
        assertTrue(ended.out().contains(" of 2 pairs"), ended.out());
    }

    @Test
    void whatABuildCannotRunIsSkippedAndWhatIsNoComparisonEndsABisection() throws Exception {
        Ended dying = JarProcess.run(folder, Map.of(), List.of(), List.of("ab", "--jar", JarProcess.JAR.toString(), "--class-path", TEST_KERNELS,
                "-p", "convolution=n1_c4_h4_w4_o4_r3x3_s1_p1", "-p", "kernel=test/dying"));
        assertEquals(125, dying.status(), dying.err());
        assertTrue(dying.out().matches("(?s).* [AB] cannot run it: crashed: .*1 cannot be run\n"), dying.out());
        refused("no such jar: none.jar", "--jar", "none.jar");
        refused("--jar compares builds, and --against kernels of one; leave out one of them", "--jar", JarProcess.JAR.toString(), "--kernel",
                "mine/twice", "--against", "mine/loop");
        refused("-prof has no effect in ab: a run of one case has profilers", "--kernel", "mine/twice", "--against", "mine/loop", "-prof", "gc");
    }

    private void refused(String line, String... arguments) throws Exception {
        Ended ended = ab(arguments);
        assertEquals(255, ended.status());
        assertEquals(line, ended.err().strip());
    }

    private interface Change {
        void in(FileSystem jar) throws IOException;
    }

    /** A build that differs. */
    private Path changed(Change change) throws IOException {
        Path other = Files.copy(JarProcess.JAR, folder.resolve("other.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(other)) {
            change.in(jar);
        }
        return other;
    }

    private Ended ab(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("ab", "-p", "scale=e100000", "--class-path", folder.resolve("classes").toString()));
        all.addAll(List.of(arguments));
        return JarProcess.run(folder, Map.of(), List.of(), all);
    }
}
