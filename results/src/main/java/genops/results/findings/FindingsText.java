package genops.results.findings;

import genops.results.projection.ProjectionError;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The findings as text for the console: a summary table, then for each observation its numbers and what the data shows. */
public final class FindingsText {
    private static final double NEGLIGIBLE = 0.0005;

    private FindingsText() {}

    /** Summary, then every finding with its numbers. */
    public static String of(Findings findings) {
        StringBuilder text = new StringBuilder();
        text.append("paper: ").append(Findings.SOURCE).append('\n');
        text.append("measured: ").append(findings.measuredOn()).append('\n');
        findings.projectedTo().ifPresent(p -> text.append("projected: ").append(p).append("; ").append(Findings.RECALLED).append('\n'));
        findings.errors().stream().mapToDouble(ProjectionError::ratio).boxed().reduce(Math::max).ifPresent(most -> text
                .append("error of the projection: the machine measured here, projected in the same way, takes ")
                .append(Numbers.ratio(findings.errors().stream().mapToDouble(ProjectionError::ratio).min().orElseThrow())).append(" to ")
                .append(Numbers.ratio(most)).append(" of its projected time by operator class; the table at the end has each\n"));
        text.append('\n').append(summary(findings)).append('\n');
        findings.findings().forEach(f -> text.append(detail(f)).append('\n'));
        if (!findings.errors().isEmpty()) {
            text.append("How far a projection with the same efficiencies is from the measurement on the machine measured here\n")
                    .append(ProjectionError.table(findings.errors()));
        }
        return text.toString();
    }

    /** One row per observation: paper, measured here, projected. */
    public static String summary(Findings findings) {
        boolean projected = findings.projectedTo().isPresent();
        List<String> columns = new ArrayList<>(List.of("", "paper", "measured here"));
        if (projected) {
            columns.add("projected");
        }
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (Finding finding : findings.findings()) {
            List<String> cells = new ArrayList<>(List.of(finding.observation().id(), finding.observation().paper(),
                    verdict(finding.measured())));
            finding.projected().ifPresent(p -> cells.add(verdict(p)));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }

    private static String verdict(Judged judged) {
        return judged.verdict().label() + ": " + judged.headline();
    }

    /** One observation with its numbers. */
    public static String detail(Finding finding) {
        StringBuilder text = new StringBuilder();
        text.append(finding.observation().id()).append("  ").append(finding.observation().statement()).append('\n');
        lines(text, "measured here", finding.measured());
        finding.projected().ifPresent(p -> lines(text, "projected", p));
        TextTable table = numbers(finding);
        if (!table.isEmpty()) {
            text.append(table);
        }
        return text.toString();
    }

    private static void lines(StringBuilder text, String source, Judged judged) {
        text.append("  ").append(source).append(": ").append(judged.verdict().label()).append("; ").append(judged.summary()).append('\n');
        judged.reasons().forEach(reason -> text.append("    ").append(reason).append('\n'));
    }

    private static TextTable numbers(Finding finding) {
        List<Figure> projected = finding.projected().map(Judged::figures).orElse(List.of());
        boolean both = finding.projected().isPresent();
        TextTable table = both ? new TextTable("quantity", "of", ">measured here", ">of it estimated", ">projected")
                : new TextTable("quantity", "of", ">measured here", ">of it estimated");
        Set<List<String>> keys = new LinkedHashSet<>();
        finding.measured().figures().forEach(f -> keys.add(List.of(f.quantity(), f.subject())));
        projected.forEach(f -> keys.add(List.of(f.quantity(), f.subject())));
        for (List<String> key : keys) {
            Optional<Figure> here = find(finding.measured().figures(), key);
            List<String> cells = new ArrayList<>(key);
            cells.add(here.map(FindingsText::withError).orElse(Numbers.NONE));
            cells.add(here.filter(f -> f.estimatedShare() > NEGLIGIBLE).map(f -> Numbers.percent(f.estimatedShare())).orElse(""));
            if (both) {
                cells.add(find(projected, key).map(FindingsText::withoutError).orElse(Numbers.NONE));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static Optional<Figure> find(List<Figure> figures, List<String> key) {
        return figures.stream().filter(f -> f.quantity().equals(key.get(0)) && f.subject().equals(key.get(1))).findFirst();
    }

    private static String withError(Figure figure) {
        return switch (figure.unit()) {
            case RATIO -> Numbers.ratio(figure.value());
            case SHARE -> Numbers.percent(figure.value());
        };
    }

    private static String withoutError(Figure figure) {
        return switch (figure.unit()) {
            case RATIO -> Numbers.ratio(figure.value().value());
            case SHARE -> Numbers.percent(figure.value().value());
        };
    }
}
