package genops.results.findings;

import genops.results.statistics.Estimate;
import genops.results.table.Numbers;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.SequenceLength;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * C4: how far the sequence length of self-attention varies within one inference of a diffusion model.
 *
 * <p>Follows from the shapes alone, so it is the same on every machine. Taken are the query positions of the self-attention calls of
 * each denoising network (a stage of more than one step), in the order in which they run. Judged on the ratio between lengths that
 * follow each other; the ratio of the largest to the smallest length of the network stands beside it.
 */
final class SequenceLengths implements Observation {
    private static final double PAPER = 4;
    private static final double TOLERANCE = 0.25;

    @Override
    public String id() {
        return "C4";
    }

    @Override
    public String statement() {
        return "Sequence length varies by up to 4x within one diffusion inference.";
    }

    @Override
    public String paper() {
        return "up to 4x";
    }

    @Override
    public Judged judge(Evidence evidence) {
        List<Figure> figures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Pipeline model : evidence.family(Family.DIFFUSION_TEXT_TO_IMAGE)) {
            for (Stage stage : model.stages()) {
                List<Integer> lengths = Catalog.selfAttention(model).stream().filter(s -> s.stage().equals(stage.name()))
                        .map(SequenceLength::queryLength).toList();
                if (stage.steps() > 1 && !lengths.isEmpty()) {
                    String subject = model.name() + " " + stage.name();
                    figures.add(ratio("ratio of neighbours", subject, neighbours(lengths)));
                    figures.add(ratio("largest over smallest", subject,
                            (double) lengths.stream().mapToInt(l -> l).max().orElseThrow()
                                    / lengths.stream().mapToInt(l -> l).min().orElseThrow()));
                    reasons.add(subject + ": " + order(lengths) + "; calls per length: " + distribution(lengths));
                }
            }
        }
        double neighbours = largest(figures, "ratio of neighbours");
        double overall = largest(figures, "largest over smallest");
        if (figures.isEmpty()) {
            return Judged.not("no model", "no diffusion text-to-image model is among those chosen", reasons, figures, Optional.empty());
        }
        Verdict verdict = Math.abs(neighbours - PAPER) <= TOLERANCE * PAPER ? Verdict.REPRODUCED
                : overall > 1 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
        return new Judged(verdict, Numbers.ratio(neighbours) + " (overall " + Numbers.ratio(overall) + ")",
                "from the shapes: up to " + Numbers.ratio(neighbours) + " between neighbouring levels, up to " + Numbers.ratio(overall)
                        + " over a whole step (rule: neighbours within a quarter of 4; partly: any variation)", reasons, figures);
    }

    private static Figure ratio(String quantity, String subject, double value) {
        return new Figure(quantity, subject, Figure.Unit.RATIO, Estimate.exact(value), 0);
    }

    private static double largest(List<Figure> figures, String quantity) {
        return figures.stream().filter(f -> f.quantity().equals(quantity)).mapToDouble(f -> f.value().value()).max().orElse(1);
    }

    private static double neighbours(List<Integer> lengths) {
        double most = 1;
        for (int i = 1; i < lengths.size(); i++) {
            double ratio = (double) lengths.get(i) / lengths.get(i - 1);
            most = Math.max(most, Math.max(ratio, 1 / ratio));
        }
        return most;
    }

    /** The order of execution with repetitions drawn together: {@code 4096×2 1024×2 256×2 64 …}. */
    private static String order(List<Integer> lengths) {
        List<String> runs = new ArrayList<>();
        for (int start = 0, end; start < lengths.size(); start = end) {
            end = start;
            while (end < lengths.size() && lengths.get(end).equals(lengths.get(start))) {
                end++;
            }
            runs.add(lengths.get(start) + (end - start == 1 ? "" : "×" + (end - start)));
        }
        return String.join(" ", runs);
    }

    private static String distribution(List<Integer> lengths) {
        return lengths.stream().collect(Collectors.groupingBy(l -> l, TreeMap::new, Collectors.counting())).entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
