package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForkFlagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"WARNING: Using incubator modules: jdk.incubator.vector", "Picked up JAVA_TOOL_OPTIONS: -XX:TieredStopAtLevel=1",
        "Picked up _JAVA_OPTIONS: -Xint", "NOTE: Picked up JDK_JAVA_OPTIONS: -Xint"})
    void whatEveryForkSaysIsNoReasonOfACrash(String line) {
        assertTrue(ForkFlags.isKnownWarning(line));
    }

    @Test
    void whatEndsAForkIs() {
        assertFalse(ForkFlags.isKnownWarning("Unrecognized VM option 'UseAVXX=2'"));
    }
}
