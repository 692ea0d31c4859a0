package genops.results.statistics;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The raw times of the run documents under {@code results/} from which the estimator was chosen: those of 23 to 27 November 2026. Later
 * ones are left out, so that the study says tomorrow what it says today.
 */
final class CommittedTimes {
    private static final String FILES = "run-2026112[3-7]T.*\\.json";
    /** How likely a fork is slower, in simulations: on busy days two of five are. */
    private static final double SLOW = 0.4;

    private CommittedTimes() {}

    /** The documents by their path from the results folder. */
    static Map<String, RunDocument> documents() {
        Path folder = Path.of("");
        try (Stream<Path> files = Files.find(folder, 2, (file, attributes) -> file.getFileName().toString().matches(FILES))) {
            Map<String, RunDocument> documents = new TreeMap<>();
            files.forEach(file -> documents.put(file.toString().replace('\\', '/'), RunDocuments.read(file)));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Raw times of all measurements. */
    static List<double[][]> of(Map<String, RunDocument> documents) {
        return documents.values().stream().flatMap(d -> d.measurements().stream()).filter(m -> m.status() == Status.MEASURED)
                .map(Measurement::scoreNanoseconds).filter(forks -> forks.length > 0).toList();
    }

    static List<double[][]> withForks(List<double[][]> times, int forks) {
        return times.stream().filter(t -> t.length == forks).toList();
    }

    /** A copy in which a fork took a multiple of the time. */
    static double[][] disturbed(double[][] times, int fork, double factor) {
        double[][] copy = Arrays.stream(times).map(double[]::clone).toArray(double[][]::new);
        copy[fork] = Arrays.stream(times[fork]).map(t -> t * factor).toArray();
        return copy;
    }

    /** A copy in which an iteration took a multiple of the time. */
    static double[][] disturbed(double[][] times, int fork, int iteration, double factor) {
        double[][] copy = Arrays.stream(times).map(double[]::clone).toArray(double[][]::new);
        copy[fork][iteration] *= factor;
        return copy;
    }

    /**
     * Forks like those of a measurement, at a quiet level of 1: iterations scatter as its own do, and a fork is slower by as much as two
     * of its forks differ, with probability {@value #SLOW}.
     */
    static double[][] simulated(double[][] donor, int forks, SplittableRandom random) {
        double gap = Math.abs(Math.log(Samples.level(donor[0]) / Samples.level(donor[1])));
        double[][] times = new double[forks][];
        for (int i = 0; i < forks; i++) {
            double[] like = donor[random.nextInt(donor.length)];
            double scale = (random.nextDouble() < SLOW ? Math.exp(gap) : 1) / Samples.level(like);
            times[i] = Arrays.stream(like).map(t -> t * scale).toArray();
        }
        return times;
    }
}
