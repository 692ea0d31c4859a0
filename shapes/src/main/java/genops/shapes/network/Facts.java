package genops.shapes.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects the numbers of a model while its networks are built from them: each method notes the number with its label and source
 * and returns it, so that what is printed is what was used.
 */
public final class Facts {
    private final List<Fact> facts = new ArrayList<>();
    private String stage = "";
    private Provenance provenance = Provenance.ASSUMED;
    private String source = "";

    /** Following numbers belong to this stage. */
    public Facts stage(String name) {
        stage = name;
        return this;
    }

    /** Following numbers are from this paper or from its authors' code. */
    public Facts published(String where) {
        return from(Provenance.PUBLISHED, where);
    }

    /** Following numbers are from this public re-implementation. */
    public Facts openImplementation(String where) {
        return from(Provenance.OPEN_IMPLEMENTATION, where);
    }

    /** Following numbers are chosen here, for this reason. */
    public Facts assumed(String why) {
        return from(Provenance.ASSUMED, why);
    }

    private Facts from(Provenance newProvenance, String newSource) {
        provenance = newProvenance;
        source = newSource;
        return this;
    }

    /** Notes and returns a number. */
    public int number(String name, int value) {
        note(name, Integer.toString(value));
        return value;
    }

    /** Notes and returns numbers, such as one for each level. */
    public int[] numbers(String name, int... values) {
        note(name, Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(", ")));
        return values;
    }

    /** Notes something about the structure that is not a number. */
    public void note(String name, String value) {
        Fact fact = new Fact(stage, name, value, provenance, source);
        if (!facts.contains(fact)) {
            facts.add(fact);
        }
    }

    /** All that was noted, in order. */
    public List<Fact> list() {
        return List.copyOf(facts);
    }
}
