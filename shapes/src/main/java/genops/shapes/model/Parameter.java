package genops.shapes.model;

import genops.shapes.network.Provenance;
import java.util.List;

/** An argument of a model that can be changed, with its default. */
public sealed interface Parameter {

    /** The name on the command line, e.g. {@code image}. */
    String name();

    /** One line: what it is, in what unit. */
    String description();

    /** The value where none is given. */
    String defaultValue();

    /** What values there are, e.g. {@code 64 … 2048, a multiple of 64}. */
    String domain();

    /** Where the default comes from. */
    Provenance provenance();

    /** The paper or implementation of the default, or the reason where it is assumed. */
    String source();

    /** Whether the value is one this parameter can take. */
    boolean accepts(String value);

    /** A whole number. */
    record Range(String name, String description, int value, int minimum, int maximum, int multipleOf, Provenance provenance,
            String source) implements Parameter {

        @Override
        public String defaultValue() {
            return Integer.toString(value);
        }

        @Override
        public String domain() {
            return minimum + " … " + maximum + (multipleOf == 1 ? "" : ", a multiple of " + multipleOf);
        }

        @Override
        public boolean accepts(String text) {
            try {
                int number = Integer.parseInt(text);
                return number >= minimum && number <= maximum && number % multipleOf == 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /**
     * One of several words.
     *
     * @param variant whether another value than the default makes another model, which shows in its name
     */
    record Choice(String name, String description, List<String> values, boolean variant, Provenance provenance, String source)
            implements Parameter {

        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String defaultValue() {
            return values.getFirst();
        }

        @Override
        public String domain() {
            return String.join(", ", values);
        }

        @Override
        public boolean accepts(String text) {
            return values.contains(text);
        }
    }
}
