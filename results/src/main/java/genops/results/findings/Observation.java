package genops.results.findings;

/** One published observation and how it is judged. */
public interface Observation {

    /** {@code C1} … {@code C5}. */
    String id();

    /** The paper's own statement. */
    String statement();

    /** The paper's figure in a few characters, e.g. {@code up to 44%}. */
    String paper();

    /** Judges it on a set of call times. */
    Judged judge(Evidence evidence);
}
