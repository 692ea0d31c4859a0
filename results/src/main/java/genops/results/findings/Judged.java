package genops.results.findings;

import java.util.List;

/**
 * What a set of call times says about an observation.
 *
 * @param verdict whether it shows
 * @param headline the number that was judged, in a few characters
 * @param summary one line: what was judged and by what rule
 * @param reasons one line each: what the data shows behind the verdict, what is missing and how to get it
 * @param figures the numbers, in the order in which they are shown
 */
public record Judged(Verdict verdict, String headline, String summary, List<String> reasons, List<Figure> figures) {

    public Judged {
        reasons = List.copyOf(reasons);
        figures = List.copyOf(figures);
    }
}
