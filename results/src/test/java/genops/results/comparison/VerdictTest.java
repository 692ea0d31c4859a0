package genops.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "1.001, 1.002, SLOWER", "1.001, 1.5, SLOWER", "0.9, 0.9999, FASTER", "0.998, 0.999, FASTER",
        "0.98, 1.02, UNCHANGED", "1, 1, UNCHANGED", "1, 1.03, UNCHANGED", "0.9709, 1.03, UNCHANGED",
        "0.98, 1.031, UNDECIDED", "0.97, 1.02, UNDECIDED", "0.54, 1.81, UNDECIDED", "1, 1.5, UNDECIDED", "0.5, 1, UNDECIDED",
        "0, Infinity, UNDECIDED", "NaN, NaN, UNDECIDED", "NaN, 1.01, UNDECIDED"})
    void theIntervalDecidesAndTheSmallestEffectSaysWhatUnchangedIs(double low, double high, Verdict verdict) {
        assertEquals(verdict, Verdict.of(low, high, 0.03));
    }

    @ParameterizedTest
    @CsvSource({"0.99, 1.01, 0.01, UNDECIDED", "0.9901, 1.01, 0.01, UNCHANGED", "1, 1, 0, UNCHANGED", "0.9999, 1.0001, 0, UNDECIDED"})
    void aSmallerEffectAsksForANarrowerInterval(double low, double high, double effect, Verdict verdict) {
        assertEquals(verdict, Verdict.of(low, high, effect));
    }
}
