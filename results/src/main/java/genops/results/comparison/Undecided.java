package genops.results.comparison;

import java.util.OptionalInt;

/**
 * Why a measurement is not decided, and what would decide it.
 *
 * @param reason why
 * @param forks forks a side with which it probably would be; empty where no number of forks is known to do
 */
public record Undecided(Reason reason, OptionalInt forks) {

    /** What keeps a measurement from being decided. */
    public enum Reason {
        /** A single fork on one side: what a further one would have taken is not known. */
        ONE_FORK("one fork"),
        /** A difference that the drift of the machine's own ceilings between the runs explains. */
        DRIFT("machine drift"),
        /** The interval is too wide, and narrower with more forks. */
        FORKS("too few forks"),
        /** The interval is too wide, and no number of forks makes it narrow enough: the noise lies between the runs. */
        RUNS("noise between the runs");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** As it is printed, e.g. {@code machine drift}. */
        public String label() {
            return label;
        }
    }

    /** For this reason, without a number of forks that would do. */
    public static Undecided because(Reason reason) {
        return new Undecided(reason, OptionalInt.empty());
    }

    /** Too few forks; so many a side would do. */
    public static Undecided until(int forks) {
        return new Undecided(Reason.FORKS, OptionalInt.of(forks));
    }
}
