package genops.shapes.model;

import genops.shapes.network.Provenance;
import java.util.List;

/** Parameters that several models have in common. */
final class Standard {

    private Standard() {}

    static Parameter batch() {
        return new Parameter.Range("batch", "inputs at once", 1, 1, 256, 1, Provenance.ASSUMED, "one request at a time");
    }

    static Parameter guidance() {
        return new Parameter.Choice("guidance", "classifier-free guidance, which doubles the batch", List.of("on", "off"), false,
                Provenance.PUBLISHED, "Ho and Salimans, arXiv 2207.12598");
    }

    static Parameter steps(String name, String of, int value, Provenance provenance, String source) {
        return new Parameter.Range(name, "steps of the " + of, value, 1, 10000, 1, provenance, source);
    }

    /** Inputs of a network that runs under guidance. */
    static int guidedBatch(Arguments arguments) {
        return arguments.number("batch") * (arguments.word("guidance").equals("on") ? 2 : 1);
    }
}
