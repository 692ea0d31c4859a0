package genops.kernels.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryVariablesTest {
    private static final List<String> ONEDNN = List.of("ONEDNN_", "DNNL_", "OMP_");
    private static final List<String> OPENBLAS = List.of("OPENBLAS_", "OMP_NUM_THREADS");

    @Test
    void allThatLibrariesReadAreNamedInOrder() {
        assertEquals(List.of("DNNL_VERBOSE=1", "MKL_ENABLE_INSTRUCTIONS=SSE4_2", "OMP_WAIT_POLICY=active", "OPENBLAS_L2_SIZE=64"),
                LibraryVariables.of(Map.of("OPENBLAS_L2_SIZE", " 64", "PATH", "/bin", "DNNL_VERBOSE", "1", "OMP_WAIT_POLICY", "active",
                        "MKL_ENABLE_INSTRUCTIONS", "SSE4_2", "OPENBLAS_CORETYPE", "")).all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ONEDNN_MAX_CPU_ISA=SSE41", "DNNL_MAX_CPU_ISA=AVX2", "OMP_PROC_BIND=master"})
    void oldInstructionsHoldOneDnnBackAndNotOpenBlas(String variable) {
        LibraryVariables variables = variables(variable);
        assertEquals(Optional.of(variable), variables.holdingBack(ONEDNN, 2, 2));
        assertEquals(Optional.empty(), variables.holdingBack(OPENBLAS, 2, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENBLAS_CORETYPE=Haswell", "OPENBLAS_L2_SIZE=64"})
    void otherKernelsHoldOpenBlasBackAndNotOneDnn(String variable) {
        LibraryVariables variables = variables(variable);
        assertEquals(Optional.of(variable), variables.holdingBack(OPENBLAS, 2, 2));
        assertEquals(Optional.empty(), variables.holdingBack(ONEDNN, 2, 2));
    }

    @Test
    void aNumberOfThreadsHoldsBackWhereTheLibraryHasFewer() {
        LibraryVariables limited = variables("OMP_THREAD_LIMIT=1");
        assertEquals(Optional.of("OMP_THREAD_LIMIT=1"), limited.holdingBack(ONEDNN, 1, 2));
        assertEquals(Optional.empty(), limited.holdingBack(ONEDNN, 1, 1));
        LibraryVariables overridden = variables("OPENBLAS_NUM_THREADS=1");
        assertEquals(Optional.empty(), overridden.holdingBack(OPENBLAS, 2, 2));
        assertEquals(Optional.of("64 of 128 threads"), variables("PATH=/bin").holdingBack(OPENBLAS, 64, 128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OMP_WAIT_POLICY=active", "ONEDNN_MAX_CPU_ISA=DEFAULT", "ONEDNN_MAX_CPU_ISA=ALL", "GOMP_SPINCOUNT=7"})
    void whatLimitsNothingHoldsNothingBack(String variable) {
        assertEquals(Optional.empty(), variables(variable).holdingBack(ONEDNN, 2, 2));
    }

    private static LibraryVariables variables(String variable) {
        String[] parts = variable.split("=");
        return LibraryVariables.of(Map.of(parts[0], parts[1]));
    }
}
