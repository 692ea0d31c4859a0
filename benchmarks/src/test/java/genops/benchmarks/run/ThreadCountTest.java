package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThreadCountTest {

    @Test
    void moreThreadsThanProcessorsAreSaidSo() {
        assertEquals(Optional.of("64 threads on 2 processors: they take turns, times mean little; leave out --threads or use --threads 2"),
                ThreadCount.warning(64, 2));
        assertEquals(Optional.of("2 threads on 1 processor: they take turns, times mean little; leave out --threads or use --threads 1"),
                ThreadCount.warning(2, 1));
    }

    @Test
    void asManyThreadsAsProcessorsAreNoMatter() {
        assertEquals(Optional.empty(), ThreadCount.warning(1, 2));
        assertEquals(Optional.empty(), ThreadCount.warning(2, 2));
    }
}
