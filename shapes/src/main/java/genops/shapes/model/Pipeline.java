package genops.shapes.model;

import genops.shapes.network.Fact;
import java.util.List;
import java.util.Map;

/**
 * A model built with certain arguments.
 *
 * @param name the model's name, with the values of its variant parameters where they are not the default, e.g.
 *     {@code stable-diffusion-2.1}
 * @param model the model
 * @param arguments values of all parameters by name
 * @param facts the numbers the networks were built from, each with its label and source
 * @param stages the networks in the order in which they run
 */
public record Pipeline(String name, Model model, Map<String, String> arguments, List<Fact> facts, List<Stage> stages) {

    public Pipeline {
        arguments = Map.copyOf(arguments);
        facts = List.copyOf(facts);
        stages = List.copyOf(stages);
    }

    /**
     * The stage of this name.
     *
     * @throws IllegalArgumentException naming the stages there are
     */
    public Stage stage(String stageName) {
        return stages.stream().filter(s -> s.name().equals(stageName)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown stage '" + stageName + "' of " + name + "; known: "
                        + String.join(", ", stages.stream().map(Stage::name).toList())));
    }

    /** Number of weights of a stage, together with the other stages that its published total includes. */
    public long parameters(Stage stage) {
        long others = stage.published().stream().flatMap(p -> p.others().stream()).mapToLong(o -> stage(o).parameters()).sum();
        return stage.parameters() + others;
    }
}
