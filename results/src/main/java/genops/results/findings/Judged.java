package genops.results.findings;

import java.util.List;
import java.util.Optional;

/**
 * What a set of call times says about an observation.
 *
 * @param verdict whether it shows
 * @param headline the number that was judged, in a few characters; begins with {@code ≈} where it is not judged
 * @param summary one line: what was judged and by what rule, or why it was not
 * @param reasons one line each: what the data shows behind the verdict, what is missing
 * @param figures the numbers, in the order in which they are shown
 * @param remedy what would settle it; empty where it is judged
 */
public record Judged(Verdict verdict, String headline, String summary, List<String> reasons, List<Figure> figures,
        Optional<Remedy> remedy) {

    public Judged {
        reasons = List.copyOf(reasons);
        figures = List.copyOf(figures);
    }

    /** A verdict. */
    public Judged(Verdict verdict, String headline, String summary, List<String> reasons, List<Figure> figures) {
        this(verdict, headline, summary, reasons, figures, Optional.empty());
    }

    /** No verdict, why, and what would bring one. */
    static Judged not(String headline, String why, List<String> reasons, List<Figure> figures, Optional<Remedy> remedy) {
        return new Judged(Verdict.NOT_JUDGED, headline, why, reasons, figures, remedy);
    }
}
