package genops.benchmarks.command;

import genops.results.comparison.Thresholds;
import picocli.CommandLine.Option;

/** The options that say which changes are worth telling. */
final class ThresholdOptions {
    @Option(names = "--smallest-effect", paramLabel = "PERCENT",
            description = "Smallest change of a time that is worth telling, in percent (default: 3).")
    private double effect = 100 * Thresholds.DEFAULT.effect();

    @Option(names = "--false-discoveries", paramLabel = "PERCENT",
            description = "How many of the changes told may be chance, in percent (default: 5).")
    private double falseDiscoveries = 100 * Thresholds.DEFAULT.falseDiscoveries();

    /**
     * What they ask for.
     *
     * @throws IllegalArgumentException one line on a number out of range
     */
    Thresholds thresholds() {
        return new Thresholds(effect / 100, falseDiscoveries / 100);
    }
}
