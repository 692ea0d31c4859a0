package genops.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static Machine machine(List<String> caches) {
        return new Machine("cpu", "amd64", 2, caches, 0, 1L << 30, "os", "jdk", List.of(), "512-bit", "", "");
    }
}
