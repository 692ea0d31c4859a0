package genops.plot;

import genops.plot.figure.View;
import genops.results.findings.Figure;
import genops.results.findings.Finding;
import genops.results.findings.Findings;
import genops.results.findings.FindingsText;
import genops.results.findings.Judged;
import genops.results.findings.Verdict;
import genops.results.projection.ProjectionError;
import genops.results.table.Numbers;

/** The observations as a table of the page: paper, measured here, projected. */
final class FindingsTable {

    private FindingsTable() {}

    static String html(View view) {
        Findings findings = view.findings();
        StringBuilder html = new StringBuilder("<table class=\"findings\"><thead><tr><th></th><th>statement of the paper</th><th>paper</th>"
                + "<th>measured here</th><th>projected</th></tr></thead><tbody>\n");
        findings.findings().forEach(f -> row(html, f));
        html.append("</tbody></table>\n<p class=\"caption\">Paper: ").append(Html.escape(Findings.SOURCE)).append(". Measured: ")
                .append(Html.escape(view.source())).append(". Projected: ").append(Html.escape(findings.projectedTo().orElse("")))
                .append("; ").append(Html.escape(Findings.RECALLED)).append(".</p>\n");
        findings.findings().forEach(f -> Html.details(html, f.observation().id() + ": the numbers and what the data shows",
                FindingsText.detail(f)));
        if (!findings.errors().isEmpty()) {
            Html.details(html, "How far a projection with the same efficiencies is from the measurement on this machine",
                    ProjectionError.table(findings.errors()));
        }
        return html.toString();
    }

    private static void row(StringBuilder html, Finding finding) {
        html.append("<tr><td>").append(finding.observation().id()).append("</td><td>")
                .append(Html.escape(finding.observation().statement()))
                .append("</td><td>").append(Html.escape(finding.observation().paper())).append("</td>");
        cell(html, finding.measured());
        finding.projected().ifPresent(p -> cell(html, p));
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
            case TOO_LITTLE_MEASURED, NOT_JUDGED -> "?";
        };
    }
}
