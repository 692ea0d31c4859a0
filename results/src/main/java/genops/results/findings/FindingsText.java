package genops.results.findings;

import genops.results.composition.StepCheckText;
import genops.results.projection.ProjectionError;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The findings as text for the console: what flash attention gains, then a table of the observations and a line on each; their numbers
 * are in {@link #details}.
 */
public final class FindingsText {
    private static final double NEGLIGIBLE = 0.0005;

    private FindingsText() {}

    /** The findings on a screen or two. */
    public static String of(Findings findings) {
        StringBuilder text = new StringBuilder();
        text.append("What flash attention gains: time with unfused over time with flash attention of the same kernels\n")
                .append(headline(findings)).append('\n').append(notes(findings)).append('\n');
        text.append("Published observations (").append(Findings.SOURCE).append(")\n").append(summary(findings)).append('\n');
        for (Observation observation : Findings.observations()) {
            text.append(observation.id()).append("  ").append(observation.statement()).append('\n');
            findings.stacks().forEach(s -> line(text, s, observation));
        }
        if (!findings.checks().isEmpty()) {
            text.append('\n').append(StepCheckText.table(findings.checks()));
        }
        findings.stacks().forEach(s -> s.settle().ifPresent(command -> text.append('\n').append(command).append('\n')));
        return text.toString();
    }

    /** One column for each stack and projection: single shapes by kind, models, pairs of models. */
    public static String headline(Findings findings) {
        TextTable table = new TextTable(Stream.of(Stream.of(""), findings.all().stream().map(Judgement::title),
                Stream.of("composed less measured")).flatMap(s -> s).toArray(String[]::new));
        for (AttentionKind kind : AttentionKind.values()) {
            row(table, "single shapes, " + kind.label(), "", findings, g -> g.kind(kind).map(KindGain::text));
        }
        rows(table, findings, FlashGains::modules, FlashGains::wholes, m -> StepCheckText.ofModel(findings.checks(), m));
        rows(table, findings, FlashGains::moduleGaps, FlashGains::wholeGaps, pair -> "");
        return table.toString();
    }

    private static void rows(TextTable table, Findings findings, Function<FlashGains, List<Figure>> parts,
            Function<FlashGains, List<Figure>> wholes, UnaryOperator<String> check) {
        Set<String> subjects = findings.all().stream().flatMap(j -> Stream.concat(parts.apply(j.gains()).stream(),
                wholes.apply(j.gains()).stream())).map(Figure::subject).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String subject : subjects) {
            row(table, subject + ": attention, whole", check.apply(subject), findings, g -> {
                Optional<Figure> part = FlashGains.find(parts.apply(g), subject);
                Optional<Figure> whole = FlashGains.find(wholes.apply(g), subject);
                return part.isEmpty() && whole.isEmpty() ? Optional.empty()
                        : Optional.of(part.map(Figure::text).orElse(Numbers.NONE) + ", " + whole.map(Figure::text).orElse(Numbers.NONE));
            });
        }
    }

    private static void row(TextTable table, String name, String check, Findings findings, Function<FlashGains, Optional<String>> cell) {
        List<String> cells = new ArrayList<>(List.of(name));
        findings.all().forEach(j -> cells.add(cell.apply(j.gains()).orElse(Numbers.NONE)));
        if (cells.stream().skip(1).anyMatch(c -> !c.equals(Numbers.NONE))) {
            cells.add(check);
            table.row(cells.toArray(String[]::new));
        }
    }

    /** What has to be known to read the headline, a line each. */
    public static String notes(Findings findings) {
        StringBuilder text = new StringBuilder();
        for (Judgement stack : findings.stacks()) {
            text.append(stack.title()).append(": ").append(stack.source()).append("; ").append(turns(stack)).append('\n');
        }
        findings.projections().stream().findFirst().ifPresent(p -> text.append("projected: ").append(p.source()).append("; ")
                .append(Findings.RECALLED).append("; a general kernel pays for whole tiles, a fitting one does not").append(error(findings))
                .append('\n'));
        return text.append("of models, times are composed from those of single shapes; the last column says how far that is off where a ")
                .append("whole step was measured\nsingle shapes: geometric mean (the middle 80 % of the shapes); ≈: more than ")
                .append(Math.round(100 * Figure.MOST_ESTIMATED)).append("% of the time behind it is estimated\n").toString();
    }

    private static String turns(Judgement stack) {
        List<KindGain> kinds = stack.gains().kinds();
        int doubtful = kinds.stream().mapToInt(KindGain::doubtful).sum();
        String left = doubtful == 0 ? "" : ", " + doubtful + " shapes left out since a time of theirs is in doubt";
        return kinds.isEmpty() ? "no shape was measured with both" : (kinds.getFirst().inTurns()
                ? "ratios of single shapes are of kernels that took turns" : "ratios of single shapes are of forks of their own") + left;
    }

    private static String error(Findings findings) {
        return findings.errors().isEmpty() ? "" : "; this machine, projected likewise, takes "
                + Numbers.ratio(findings.errors().stream().mapToDouble(ProjectionError::ratio).min().orElseThrow()) + " to "
                + Numbers.ratio(findings.errors().stream().mapToDouble(ProjectionError::ratio).max().orElseThrow())
                + " of its projected time, by operator class";
    }

    /** One row per observation: paper, every stack, projected. */
    public static String summary(Findings findings) {
        TextTable table = new TextTable(Stream.concat(Stream.of("", "paper"), findings.all().stream().map(Judgement::title))
                .toArray(String[]::new));
        for (Observation observation : Findings.observations()) {
            List<String> cells = new ArrayList<>(List.of(observation.id(), observation.paper()));
            findings.all().forEach(j -> cells.add(j.of(observation).verdict().label() + ": " + j.of(observation).headline()));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }

    private static void line(StringBuilder text, Judgement judgement, Observation observation) {
        Judged judged = judgement.of(observation);
        text.append("    ").append(judgement.title()).append(": ").append(judged.verdict().label()).append("; ").append(judged.summary())
                .append('\n');
        judged.reasons().stream().filter(r -> r.contains("not judged")).forEach(r -> text.append("    ").append(r).append('\n'));
    }

    /** Every observation with its numbers and what the data shows, and how far the projection can be trusted. */
    public static String details(Findings findings) {
        StringBuilder text = new StringBuilder();
        Findings.observations().forEach(o -> text.append(detail(findings, o)).append('\n'));
        return text.append(projectionErrors(findings)).toString();
    }

    private static String projectionErrors(Findings findings) {
        return findings.errors().isEmpty() ? "" : "How far a projection with the same efficiencies is from the measurement on the machine "
                + "measured here\n" + ProjectionError.table(findings.errors());
    }

    /** One observation with its numbers. */
    public static String detail(Findings findings, Observation observation) {
        StringBuilder text = new StringBuilder();
        text.append(observation.id()).append("  ").append(observation.statement()).append('\n');
        for (Judgement judgement : findings.all()) {
            Judged judged = judgement.of(observation);
            text.append("  ").append(judgement.title()).append(": ").append(judged.verdict().label()).append("; ").append(judged.summary())
                    .append('\n');
            judged.reasons().forEach(reason -> text.append("    ").append(reason).append('\n'));
        }
        TextTable table = numbers(findings, observation);
        return table.isEmpty() ? text.toString() : text.append(table).toString();
    }

    private static TextTable numbers(Findings findings, Observation observation) {
        List<String> columns = new ArrayList<>(List.of("quantity", "of"));
        Set<List<String>> keys = new LinkedHashSet<>();
        for (Judgement judgement : findings.all()) {
            columns.add(">" + judgement.title());
            if (!judgement.projected()) {
                columns.add(">of it estimated");
            }
            judgement.of(observation).figures().forEach(f -> keys.add(List.of(f.quantity(), f.subject())));
        }
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (List<String> key : keys) {
            List<String> cells = new ArrayList<>(key);
            for (Judgement judgement : findings.all()) {
                Optional<Figure> figure = judgement.of(observation).figures().stream()
                        .filter(f -> f.quantity().equals(key.get(0)) && f.subject().equals(key.get(1))).findFirst();
                cells.add(figure.map(f -> judgement.projected() ? f.shortText() : f.text()).orElse(Numbers.NONE));
                if (!judgement.projected()) {
                    cells.add(figure.filter(f -> f.estimatedShare() > NEGLIGIBLE).map(f -> Numbers.percent(f.estimatedShare())).orElse(""));
                }
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }
}
