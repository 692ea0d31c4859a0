package genops.shapes.network;

/**
 * One number (or a few) a network is built from.
 *
 * @param stage the network it belongs to
 * @param name what it is, e.g. {@code width}
 * @param value its text, e.g. {@code 1, 2, 4, 4}
 * @param provenance where it comes from
 * @param source the paper or implementation, or the reason where it is assumed
 */
public record Fact(String stage, String name, String value, Provenance provenance, String source) {}
