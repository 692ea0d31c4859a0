package genops.shapes.model;

import genops.shapes.network.Facts;
import java.util.List;
import java.util.Map;

/** One of the models: its parameters, and how its networks are built from them. */
public interface Model {

    /** The name on the command line and in results, e.g. {@code stable-diffusion}. */
    String name();

    /** The name in prose with its source, e.g. {@code Stable Diffusion 1.5 (arXiv 2112.10752)}. */
    String title();

    Family family();

    /** What can be changed, with the published values as defaults. */
    List<Parameter> parameters();

    /**
     * Builds the networks in the order in which they run.
     *
     * @param arguments a value for each of {@link #parameters()}
     * @param facts receives every number that is no parameter
     */
    List<Stage> stages(Arguments arguments, Facts facts);

    /**
     * Builds the model.
     *
     * @param overrides values of parameters by name; the others keep their defaults
     * @throws IllegalArgumentException one line on an unknown parameter or a value that is not possible
     */
    default Pipeline build(Map<String, String> overrides) {
        Arguments arguments = Arguments.of(name(), parameters(), overrides);
        StringBuilder fullName = new StringBuilder(name());
        for (Parameter parameter : parameters()) {
            String value = arguments.word(parameter.name());
            if (parameter instanceof Parameter.Choice c && c.variant() && !value.equals(c.defaultValue())) {
                fullName.append('-').append(value);
            }
        }
        Facts facts = new Facts();
        List<Stage> stages = stages(arguments, facts);
        return new Pipeline(fullName.toString(), this, arguments.values(), facts.list(), stages);
    }

    /** Builds the model with all parameters at their defaults. */
    default Pipeline build() {
        return build(Map.of());
    }
}
