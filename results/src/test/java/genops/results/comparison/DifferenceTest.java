package genops.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.results.document.Jvm;
import genops.results.document.Library;
import genops.results.document.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void cachesThatOneRunDoesNotKnowAreNoDifferenceOfMachines() {
        assertEquals(List.of(), Difference.between(machine(List.of()), machine(List.of("L2 1 MiB"))));
        assertEquals(List.of(), Difference.between(machine(List.of("L2 1 MiB")), machine(List.of())));
        assertEquals(List.of("caches: L2 1 MiB, then L2 2 MiB"),
                Difference.between(machine(List.of("L2 1 MiB")), machine(List.of("L2 2 MiB"))).stream().map(Difference::text).toList());
    }

    @Test
    void anArgumentOfTheForkIsADifferenceAndInlinedMethodsAreNot() {
        Machine before = machine(List.of()).ranBy(new Jvm("jdk", List.of("--add-modules=jdk.incubator.vector", "-XX:MaxDirectMemorySize=1",
                "-XX:CompileCommand=quiet", "-XX:CompileCommand=inline,genops.kernels.vector.Simd::*"), "512-bit"));
        Machine after = machine(List.of()).ranBy(new Jvm("jdk", List.of("-XX:MaxDirectMemorySize=2",
                "-XX:CompileCommand=inline,genops.kernels.vector.Other::*", "-Dgenops.threads=2"), "512-bit"));
        assertEquals(List.of(), Difference.between(before, after));
        Machine old = before.ranBy(new Jvm("other jdk", List.of("-XX:UseAVX=2"), "256-bit"));
        assertEquals(List.of("vector: 512-bit, then 256-bit", "jdk: jdk, then other jdk", "flags: none, then -XX:UseAVX=2"),
                Difference.between(before, old).stream().map(Difference::text).toList());
    }

    @Test
    void whatHoldsALibraryBackIsADifferenceWhereBothRunsKnowIt() {
        Machine unknown = machine(List.of());
        Machine plain = unknown.beside(List.of(new Library("openblas", "kernels for SkylakeX", "")), List.of());
        Machine held = unknown.beside(List.of(new Library("openblas", "kernels for Haswell", "OPENBLAS_CORETYPE=Haswell")),
                List.of("OPENBLAS_CORETYPE=Haswell"));
        assertEquals(List.of(new Difference(Aspect.FLAGS, "held back", "none", "openblas by OPENBLAS_CORETYPE=Haswell")),
                Difference.between(plain, held));
        assertEquals(List.of(), Difference.between(unknown, held));
        assertEquals(List.of(), Difference.between(plain,
                unknown.beside(List.of(new Library("openblas", "a newer version", "")), List.of("OMP_WAIT_POLICY=active"))));
    }

    @Test
    void pagesAreADifferenceWhereBothRunsKnowThem() {
        Machine unknown = machine(List.of());
        Machine large = unknown.onPages("pages of 2 MiB");
        assertEquals(List.of(new Difference(Aspect.OS, "pages", "pages of 2 MiB", "small pages")),
                Difference.between(large, unknown.onPages("small pages")));
        assertEquals(List.of(), Difference.between(unknown, large));
        assertEquals(List.of(), Difference.between(large, large));
    }

    private static Machine machine(List<String> caches) {
        return new Machine("cpu", "amd64", 2, caches, 0, 1L << 30, "os", "jdk", List.of(), "512-bit", "", "");
    }
}
