package genops.benchmarks.step;

import genops.shapes.model.Models;
import genops.shapes.model.Pass;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Operator;
import genops.shapes.trace.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One step of one stage of a model. Its text is the parameter of the JMH benchmark and repeats it on the command line:
 * {@code model/stage/pass}, then {@code /parameter=value} for each parameter of the model that is not at its default.
 *
 * @param model name of the model, without its variant
 * @param stage the network
 * @param pass which of the stage's passes, from 0; those of a decoder differ in the length of the cache
 * @param arguments values of the model's parameters by name; the others keep their defaults
 */
public record Step(String model, String stage, int pass, Map<String, String> arguments) {
    private static final String FORM = "model/stage/pass[/parameter=value]…";

    /**
     * Checks that there is such a step.
     *
     * @throws IllegalArgumentException one line on an unknown model, stage, pass or parameter
     */
    public Step {
        arguments = Map.copyOf(arguments);
        int passes = Models.of(model).build(arguments).stage(stage).passes().size();
        if (pass < 0 || pass >= passes) {
            throw new IllegalArgumentException("no pass " + pass + " of " + model + " " + stage + "; there are 0 to " + (passes - 1));
        }
    }

    /**
     * Reads a step's text.
     *
     * @throws IllegalArgumentException one line on what is wrong with it
     */
    public static Step of(String text) {
        String[] words = text.split("/", -1);
        if (words.length < 3 || !words[2].matches("\\d{1,6}")) {
            throw new IllegalArgumentException("malformed step '" + text + "'; expected " + FORM);
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String word : List.of(words).subList(3, words.length)) {
            String[] sides = word.split("=", 2);
            if (sides.length < 2) {
                throw new IllegalArgumentException("malformed step '" + text + "'; expected " + FORM);
            }
            arguments.put(sides[0], sides[1]);
        }
        return new Step(words[0], words[1], Integer.parseInt(words[2]), arguments);
    }

    /** The text that {@link #of} reads. */
    public String text() {
        StringBuilder text = new StringBuilder(model).append('/').append(stage).append('/').append(pass);
        new TreeMap<>(arguments).forEach((name, value) -> text.append('/').append(name).append('=').append(value));
        return text.toString();
    }

    /** The model with these arguments. */
    public Pipeline pipeline() {
        return Models.of(model).build(arguments);
    }

    /** All operators in the order in which they run; what a step repeats, such as for each frame, is there as often. */
    public List<Operator> calls() {
        Pass run = pipeline().stage(stage).passes().get(pass);
        List<Operator> once = run.trace().calls().stream().map(Call::operator).toList();
        List<Operator> calls = new ArrayList<>(once.size() * run.repeats());
        for (int i = 0; i < run.repeats(); i++) {
            calls.addAll(once);
        }
        return calls;
    }
}
