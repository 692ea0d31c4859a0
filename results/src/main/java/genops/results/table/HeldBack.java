package genops.results.table;

import genops.results.document.Library;
import genops.results.document.RunDocument;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The vendors' libraries that were held back in a run, as by {@code OPENBLAS_CORETYPE}: a ratio beside one of them is marked, also where
 * another library was the faster for it, and what held it back is said below the tables.
 */
public final class HeldBack {
    private static final String MARK = "!";

    private final List<Library> libraries;

    private HeldBack(List<Library> libraries) {
        this.libraries = libraries;
    }

    /** Those of a run; none in a document that does not know. */
    public static HeldBack in(RunDocument document) {
        return new HeldBack(document.machine().libraries().stream().filter(Library::restricted).toList());
    }

    /**
     * A ratio to the vendors' fastest kernel, as it stands in a table.
     *
     * @param beside all that was measured in the case, or the cases, of the ratio
     */
    String mark(Stream<Metrics> beside, String ratio) {
        return beside.map(m -> KernelId.of(m.measurement().kernel()).backend())
                .anyMatch(backend -> libraries.stream().anyMatch(l -> l.backend().equals(backend))) ? MARK + ratio : ratio;
    }

    /** Which libraries, and by what, in words; empty where there are none. */
    public String text() {
        return libraries.stream().map(l -> l.backend() + " by " + l.heldBack()).collect(Collectors.joining("; "));
    }

    /** One line below the tables; empty where there are none. */
    public String lines() {
        return libraries.isEmpty() ? "" : "held back (" + MARK + "): " + text() + ": ratios to a vendor say nothing about its library by itself\n";
    }
}
