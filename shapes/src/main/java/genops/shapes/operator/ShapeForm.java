package genops.shapes.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of an operator's canonical shape text, such as {@code m{rows}_n{outFeatures}_k{inFeatures}[_bias]}: literals,
 * {@code {number}} places, {@code {word:a|b}} places and {@code [optional]} parts.
 */
final class ShapeForm {
    /** Of what is counted with an {@code int}: so much below its limit that rounding up to whole tiles stays within. */
    static final int LARGEST = Integer.MAX_VALUE - 0xFFFF;

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(?::([^}]*))?}|([\\[\\]])");

    private final String form;
    private final Pattern pattern;

    private ShapeForm(String form, Pattern pattern) {
        this.form = form;
        this.pattern = pattern;
    }

    static ShapeForm of(String form) {
        StringBuilder regex = new StringBuilder();
        Matcher places = PLACE.matcher(form);
        int end = 0;
        while (places.find()) {
            regex.append(Pattern.quote(form.substring(end, places.start())));
            if (places.group(3) != null) {
                regex.append(places.group(3).equals("[") ? "(?:" : ")?");
            } else {
                String value = places.group(2) == null ? "\\d+" : places.group(2);
                regex.append("(?<").append(places.group(1)).append('>').append(value).append(')');
            }
            end = places.end();
        }
        regex.append(Pattern.quote(form.substring(end)));
        return new ShapeForm(form, Pattern.compile(regex.toString()));
    }

    String form() {
        return form;
    }

    Numbers parse(String operator, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("malformed " + operator + " shape '" + text + "'; expected " + form);
        }
        return new Numbers(text, matcher, pattern.namedGroups());
    }

    /** The values read from a text, by the names of their places. */
    static final class Numbers {
        private final String text;
        private final Matcher matcher;
        private final Map<String, Integer> groups;

        private Numbers(String text, Matcher matcher, Map<String, Integer> groups) {
            this.text = text;
            this.matcher = matcher;
            this.groups = groups;
        }

        int integer(String name) {
            long value = number(name);
            if (value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(name + " " + value + " is too large");
            }
            return (int) value;
        }

        int integer(String name, int absent) {
            return word(name) == null ? absent : integer(name);
        }

        long number(String name) {
            try {
                return Long.parseLong(word(name));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " " + word(name) + " is too large", e);
            }
        }

        /** The word at a place, or null where its optional part is absent. */
        String word(String name) {
            return matcher.group(groups.get(name));
        }

        /** Whether the text ends in this flag, e.g. {@code _causal}. */
        boolean flag(String flag) {
            return text.endsWith(flag) || text.contains(flag + "_");
        }
    }

    /** The exact product. */
    static long product(long... factors) {
        return Arrays.stream(factors).reduce(1, Math::multiplyExact);
    }

    /** The exact sum. */
    static long sum(long... terms) {
        return Arrays.stream(terms).reduce(0, Math::addExact);
    }

    /**
     * Refuses numbers below one, and those that a kernel counts with an {@code int} and that are too large for it, naming them:
     * {@code positive("rows", 0)}.
     */
    static void positive(Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (((Number) namesAndValues[i + 1]).longValue() < 1) {
                throw new IllegalArgumentException(namesAndValues[i] + " must be at least 1, is " + namesAndValues[i + 1]);
            }
            if (namesAndValues[i + 1] instanceof Integer number) {
                counted((String) namesAndValues[i], number);
            }
        }
    }

    /**
     * Refuses what a kernel counts with an {@code int} and is too large for it: an extent that is a sum or a product of numbers, such as the
     * channels of a concatenation.
     *
     * @param name what it is, in the words of the operator
     */
    static void counted(String name, long value) {
        if (value > LARGEST) {
            throw new IllegalArgumentException(name + " of " + value + " is too large; at most " + LARGEST);
        }
    }

    /** Refuses a tensor whose elements are too many to count in bytes of the widest type. */
    static void countable(long... extents) {
        product(Double.BYTES, product(extents));
    }
}
