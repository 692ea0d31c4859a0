package genops.benchmarks.ab;

import genops.results.comparison.Verdict;
import genops.results.statistics.PairedFork;
import genops.results.statistics.PairedForks.Ratio;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the forks of a case tell so far.
 *
 * @param wanted the case
 * @param forks that were timed
 * @param failure one line why there are no more; empty where it can be timed
 * @param ratio of B over A; empty where no fork was timed
 * @param verdict what follows; empty where the case cannot be timed
 * @param base nanoseconds of a call of A, the median over the forks; NaN where none was timed
 * @param candidate the same of B
 * @param forksToDecide forks, in all, by which a case that is not decided probably would be; empty where that is not known
 * @param forkSeconds that a fork takes
 * @param foreign share of the machine's processor time that others took; NaN where it is not known
 */
public record PairedResult(PairedCase wanted, List<PairedFork> forks, Optional<String> failure, Optional<Ratio> ratio, Optional<Verdict> verdict,
        double base, double candidate, OptionalInt forksToDecide, double forkSeconds, double foreign) {

    public PairedResult {
        forks = List.copyOf(forks);
    }

    /** How many forks were timed. */
    public int count() {
        return forks.size();
    }
}
