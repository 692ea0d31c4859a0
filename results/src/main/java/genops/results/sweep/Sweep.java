package genops.results.sweep;

import genops.shapes.catalog.Catalog;
import java.util.List;
import java.util.stream.Stream;

/** Shapes that grow with one number, so that it is seen how a time or a gain depends on it. */
public sealed interface Sweep permits ModelSweep, QuerySweep {

    /** The word on the command line. */
    String name();

    /** What has to be measured for it. */
    Catalog catalog();

    /** The sweeps of the suite. */
    static List<Sweep> all() {
        return Stream.<Sweep>concat(ModelSweep.models().stream(), Stream.of(QuerySweep.STANDARD)).toList();
    }

    /**
     * The sweep of this name.
     *
     * @throws IllegalArgumentException naming the sweeps there are
     */
    static Sweep of(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown sweep '" + name + "'; known: " + String.join(", ", all().stream().map(Sweep::name).toList())));
    }
}
