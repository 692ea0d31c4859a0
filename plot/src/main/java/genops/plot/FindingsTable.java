package genops.plot;

import genops.results.findings.Figure;
import genops.results.findings.Findings;
import genops.results.findings.FindingsText;
import genops.results.findings.Judged;
import genops.results.findings.Judgement;
import genops.results.findings.Observation;
import genops.results.findings.Verdict;
import genops.results.projection.ProjectionError;
import genops.results.table.Numbers;

/** What opens the page: what flash attention gains, then the observations as a table: paper, each stack, projected. */
final class FindingsTable {

    private FindingsTable() {}

    static String html(Findings findings) {
        StringBuilder html = new StringBuilder("<h2>What flash attention gains</h2>\n<p>Time with unfused over time with flash attention "
                + "of the same kernels: at single shapes by kind of call, in the attention of each model and in the whole of it, and of each "
                + "diffusion over each transformer model (C3).</p>\n<pre>");
        html.append(Html.escape(FindingsText.headline(findings))).append("</pre>\n<p class=\"caption\">")
                .append(Html.escape(FindingsText.notes(findings)).replace("\n", "<br>")).append("</p>\n<h2>Findings</h2>\n"
                + "<table class=\"findings\"><thead><tr><th></th><th>statement of the paper</th><th>paper</th>");
        findings.all().forEach(j -> html.append("<th>").append(Html.escape(j.title())).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        Findings.observations().forEach(o -> row(html, findings, o));
        html.append("</tbody></table>\n<p class=\"caption\">Paper: ").append(Html.escape(Findings.SOURCE)).append(".</p>\n");
        findings.stacks().forEach(s -> s.settle().ifPresent(command -> html.append("<p>").append(Html.escape(command)).append("</p>\n")));
        Findings.observations().forEach(o -> Html.details(html, o.id() + ": the numbers and what the data shows",
                FindingsText.detail(findings, o)));
        if (!findings.errors().isEmpty()) {
            Html.details(html, "How far a projection with the same efficiencies is from the measurement on this machine",
                    ProjectionError.table(findings.errors()));
        }
        return html.toString();
    }

    private static void row(StringBuilder html, Findings findings, Observation observation) {
        html.append("<tr><td>").append(observation.id()).append("</td><td>").append(Html.escape(observation.statement()))
                .append("</td><td>").append(Html.escape(observation.paper())).append("</td>");
        for (Judgement judgement : findings.all()) {
            cell(html, judgement.of(observation));
        }
        html.append("</tr>\n");
    }

    private static void cell(StringBuilder html, Judged judged) {
        html.append("<td><span class=\"verdict\">").append(mark(judged.verdict())).append(' ').append(judged.verdict().label())
                .append("</span><br>").append(Html.escape(judged.headline()));
        double estimated = judged.figures().stream().mapToDouble(Figure::estimatedShare).max().orElse(0);
        if (estimated > 0) {
            html.append("<br><span class=\"caption\">up to ").append(Numbers.percent(estimated))
                    .append(" of a time behind it estimated</span>");
        }
        html.append("</td>");
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case REPRODUCED -> "●";
            case PARTLY -> "◐";
            case NOT_REPRODUCED -> "○";
            case NOT_JUDGED -> "?";
        };
    }
}
