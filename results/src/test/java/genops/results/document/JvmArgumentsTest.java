package genops.results.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JvmArgumentsTest {

    @Test
    void whatBelongsToOneCaseIsNotKept() {
        assertEquals(List.of("-Xmx1g", "-Dmine=1"), JvmArguments.lasting(List.of("-Dgenops.case.file=/tmp/a", "-Xmx1g", "-Dgenops.threads=2",
                "-Dgenops.jvm.file=/tmp/b", "-Djmh.ignoreLock=true", "-Djava.library.path=/tmp/c", "-XX:CompileCommandFile=/tmp/d", "-Dmine=1")));
    }

    @Test
    void ofAnArgumentGivenTwiceTheLastCounts() {
        assertEquals(List.of("-XX:UseAVX=3", "-XX:UseAVX=2"), JvmArguments.lasting(List.of("-XX:UseAVX=2", "-XX:UseAVX=3", "-XX:UseAVX=2")));
    }

    @Test
    void theSuitesOwnArgumentsDecideNothing() {
        assertEquals(List.of(), JvmArguments.decisive(List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:MaxDirectMemorySize=1234", "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=inline,genops.kernels.vector.Simd::*", "-XX:+UnlockDiagnosticVMOptions", "-XX:+UnlockExperimentalVMOptions",
                "-XX:+IgnoreUnrecognizedVMOptions", "-DcompilerBlackholesEnabled=true", "-Dgenops.verify.seed=7")));
    }

    @Test
    void whatChangesCompiledCodeDecides() {
        List<String> arguments = List.of("-XX:UseAVX=2", "-XX:TieredStopAtLevel=1", "-XX:CompileCommand=dontinline,a.B::c",
                "-XX:CompileCommand=exclude,a.B::c", "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0");
        assertEquals(arguments, JvmArguments.decisive(arguments));
    }

    @Test
    void thisJvmSaysWhatItIs() {
        Jvm jvm = Jvm.ofThisProcess("512-bit");
        assertTrue(jvm.jdk().contains(System.getProperty("java.runtime.version")), jvm.jdk());
        assertEquals("512-bit", jvm.vector());
    }
}
