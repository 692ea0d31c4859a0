package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.results.document.Ceiling;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CeilingDriftTest {

    @Test
    void whatWasMeasuredOnceCannotDrift() {
        assertEquals(List.of(), CeilingDrift.of(List.of(ceiling("fma", 1, 100), ceiling("fma", 2, 200), ceiling("read", 2, 500))));
        assertEquals(Optional.empty(), CeilingDrift.suspicion(List.of()));
    }

    @Test
    void theDriftIsFromTheFastestToTheSlowest() {
        List<CeilingDrift> drifts = CeilingDrift.of(List.of(ceiling("fma", 2, 100), ceiling("read", 2, 50), ceiling("fma", 2, 125),
                ceiling("fma", 2, 110)));
        assertEquals(List.of("ceiling fma, 2 threads"), drifts.stream().map(CeilingDrift::text).toList());
        assertEquals(0.25, drifts.getFirst().share(), 1e-12);
    }

    @Test
    void timesAreOfAUnitNotOfAnOperation() {
        assertEquals(0, CeilingDrift.of(List.of(ceiling("copy", 2, 100), new Ceiling("copy", 2, 2000, new double[][] {{200}})))
                .getFirst().share(), 1e-12);
    }

    @Test
    void aboveTheLimitTheWorstIsNamed() {
        List<Ceiling> calm = List.of(ceiling("fma", 2, 100), ceiling("fma", 2, 109), ceiling("read", 1, 100), ceiling("read", 1, 92));
        assertEquals(Optional.empty(), CeilingDrift.suspicion(calm));
        assertEquals(Optional.of("ceiling read, 1 thread drifted by 30%, more than 10%"), CeilingDrift.suspicion(List.of(
                ceiling("fma", 2, 100), ceiling("read", 1, 130), ceiling("fma", 2, 120), ceiling("read", 1, 100))));
    }

    private static Ceiling ceiling(String name, int threads, double nanoseconds) {
        return new Ceiling(name, threads, 1000, new double[][] {{nanoseconds, nanoseconds}});
    }
}
