package genops.benchmarks.command;

import genops.results.comparison.Thresholds;
import picocli.CommandLine.Option;

/** The options that say which changes are worth telling. */
final class ThresholdOptions {
    @Option(names = "--smallest-effect", paramLabel = "PERCENT",
            description = "Smallest change of a time that matters, in percent: unchanged is what surely changed by less (default: 3; of ab: 1).")
    private Double effect;

    @Option(names = "--false-discoveries", paramLabel = "PERCENT",
            description = "How many of the changes told may be chance, in percent (default: 5).")
    private double falseDiscoveries = 100 * Thresholds.DEFAULT.falseDiscoveries();

    /**
     * What they ask for.
     *
     * @throws IllegalArgumentException one line on a number out of range
     */
    Thresholds thresholds() {
        return thresholds(Thresholds.DEFAULT.effect());
    }

    /**
     * What they ask for, with another smallest effect where they name none.
     *
     * @param otherwise the smallest effect, e.g. 0.01
     * @throws IllegalArgumentException one line on a number out of range
     */
    Thresholds thresholds(double otherwise) {
        return new Thresholds(effect == null ? otherwise : effect / 100, falseDiscoveries / 100);
    }
}
