package genops.kernels.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = Patience.usual();

    @Test
    void aThreadWhoseProcessorNobodyWantsSpinsAsLongInEveryWait() {
        for (int wait = 0; wait < 3; wait++) {
            patience.begin();
            assertTrue(patience.lasts());
            patience.offered(Patience.TAKEN_NANOSECONDS - 1);
            assertTrue(patience.lasts());
        }
    }

    @Test
    void spinsOfAWaitAreCounted() {
        patience.begin();
        int spins = 0;
        while (patience.lasts()) {
            spins++;
        }
        assertTrue(spins <= Patience.SPINS && spins >= Patience.SPINS_OF_OFFER, spins + " spins");
    }

    @Test
    void whereAnotherTookTheProcessorTheWaitIsOverAndTheNextOnesAreSkippedTwiceAsManyEachTime() {
        for (int expected : new int[] {1, 2, 4, 8}) {
            patience.begin();
            assertTrue(patience.lasts());
            patience.offered(Patience.TAKEN_NANOSECONDS);
            assertFalse(patience.lasts());
            assertEquals(expected, skipped());
        }
    }

    @Test
    void thoseThatAreSkippedAreNeverMoreThanThis() {
        for (int i = 0; i < 40; i++) {
            patience.offered(1_000_000);
        }
        assertEquals(Patience.MOST_SKIPPED, skipped());
    }

    @Test
    void anOfferThatNobodyTookEndsTheDoubling() {
        patience.offered(1_000_000);
        patience.offered(1_000_000);
        assertEquals(2, skipped());
        patience.offered(500);
        patience.offered(1_000_000);
        assertEquals(1, skipped());
    }

    @Test
    void withMoreThreadsThanProcessorsNobodySpins() {
        Patience none = Patience.none();
        for (int wait = 0; wait < 3; wait++) {
            none.begin();
            assertFalse(none.lasts());
        }
    }

    /** Waits without a spin that follow; the one after them has begun. */
    private int skipped() {
        int waits = 0;
        patience.begin();
        while (!patience.lasts()) {
            waits++;
            patience.begin();
        }
        return waits;
    }
}
