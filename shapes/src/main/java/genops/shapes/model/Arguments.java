package genops.shapes.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of all parameters of one model: those given, and the defaults of the rest. */
public final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Checks the given values and adds the defaults.
     *
     * @throws IllegalArgumentException one line on the first unknown parameter or value out of its domain
     */
    static Arguments of(String model, List<Parameter> parameters, Map<String, String> overrides) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        for (String name : overrides.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown parameter '" + name + "' of " + model + "; known: " + String.join(", ", names));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String value = overrides.getOrDefault(parameter.name(), parameter.defaultValue());
            if (!parameter.accepts(value)) {
                throw new IllegalArgumentException("bad value '" + value + "' for " + parameter.name() + " of " + model
                        + "; possible: " + parameter.domain());
            }
            values.put(parameter.name(), value);
        }
        return new Arguments(values);
    }

    /** The value of a range. */
    public int number(String name) {
        return Integer.parseInt(word(name));
    }

    /** The value of a choice. */
    public String word(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no parameter '" + name + "'");
        }
        return value;
    }

    /** All values by name, in the order of the parameters. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }
}
