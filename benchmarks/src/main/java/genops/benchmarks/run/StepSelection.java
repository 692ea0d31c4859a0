package genops.benchmarks.run;

import genops.benchmarks.step.Step;
import genops.shapes.model.Pipeline;
import genops.shapes.model.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which steps a selection from the catalog means. */
public final class StepSelection {
    /** The stages that carry most of each model's time, and the decoder of an image beside them. */
    private static final Map<String, Set<String>> STANDARD = Map.of(
            "stable-diffusion", Set.of("unet", "vae-decoder"),
            "imagen", Set.of("base", "sr256"),
            "muse", Set.of("base", "super-resolution"),
            "parti", Set.of("decode"),
            "phenaki", Set.of("masked-transformer"),
            "llama", Set.of("decode"));

    private StepSelection() {}

    /**
     * A step of each stage that is wanted; of a stage whose passes differ, as a decoder's do in the length of its cache, the middle one.
     *
     * @param filter models, stages and values of parameters; without stages those that carry most of a model's time, or all of a model that
     *     is named and of which none is known to
     * @throws IllegalArgumentException one line on an unknown model, stage or parameter, or what does not select steps
     */
    public static List<Step> of(CatalogFilter filter) {
        if (!filter.phases().isEmpty() || !filter.attentionKinds().isEmpty() || !filter.operators().isEmpty() || filter.exact()) {
            throw new IllegalArgumentException(
                    "--phase, --attention-kind, --operator, --sweep and --sample do not select whole steps; --model and --stage do");
        }
        List<Step> steps = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (Pipeline pipeline : filter.pipelines()) {
            for (Stage stage : pipeline.stages()) {
                known.add(stage.name());
                if (wanted(filter, pipeline.model().name(), stage.name())) {
                    steps.add(new Step(pipeline.model().name(), stage.name(), stage.passes().size() / 2, changed(pipeline)));
                }
            }
        }
        for (String stage : filter.stages()) {
            if (!known.contains(stage)) {
                throw new IllegalArgumentException("unknown stage '" + stage + "'; known: " + String.join(", ", known));
            }
        }
        return steps;
    }

    private static boolean wanted(CatalogFilter filter, String model, String stage) {
        if (!filter.stages().isEmpty()) {
            return filter.stages().contains(stage);
        }
        Set<String> standard = STANDARD.get(model);
        return standard == null ? filter.models().contains(model) : standard.contains(stage);
    }

    /** The arguments that are not at their defaults. */
    private static Map<String, String> changed(Pipeline pipeline) {
        Map<String, String> arguments = new LinkedHashMap<>(pipeline.arguments());
        arguments.entrySet().removeAll(pipeline.model().build().arguments().entrySet());
        return arguments;
    }
}
