package genops.kernels.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class CoreTypeTest {

    @Test
    void anAmdProcessorWithAvx512GetsKernelsThatUseIt() {
        assertEquals(Optional.of("Cooperlake"), CoreType.choice(cpuinfo("AuthenticAMD", "fpu avx2 avx512f avx512vl avx512_bf16")));
        assertEquals(Optional.of("SkylakeX"), CoreType.choice(cpuinfo("AuthenticAMD", "fpu avx2 avx512f avx512vl")));
    }

    @Test
    void openBlasChoosesForAllOthers() {
        assertEquals(Optional.empty(), CoreType.choice(cpuinfo("AuthenticAMD", "fpu avx2 fma")));
        assertEquals(Optional.empty(), CoreType.choice(cpuinfo("GenuineIntel", "fpu avx2 avx512f avx512vl avx512_bf16")));
        assertEquals(Optional.empty(), CoreType.choice(List.of("CPU implementer : 0x41", "", "Features : fp asimd")));
    }

    @Test
    void itsKernelsAreForVectorsAsWideAsOurs() {
        assumeTrue(OpenBlas.unavailable().isEmpty(), () -> OpenBlas.unavailable().orElse(""));
        assumeTrue(FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 && System.getenv("OPENBLAS_CORETYPE") == null,
                "this JVM has no vectors of 512 bits");
        String description = OpenBlas.description();
        assertTrue(Stream.of("SkylakeX", "Cooperlake", "SapphireRapids").anyMatch(core -> description.endsWith("kernels for " + core)),
                description);
    }

    private static List<String> cpuinfo(String vendor, String flags) {
        return List.of("processor\t: 0", "vendor_id\t: " + vendor, "cpu family\t: 26", "flags\t\t: " + flags, "");
    }
}
