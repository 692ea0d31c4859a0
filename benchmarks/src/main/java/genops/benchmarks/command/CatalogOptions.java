package genops.benchmarks.command;

import genops.benchmarks.run.CatalogFilter;
import genops.results.sweep.Sweep;
import genops.shapes.model.Phase;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options that select from the catalog. */
final class CatalogOptions {
    @Option(names = "--model", split = ",", paramLabel = "NAME", description = "Models, e.g. stable-diffusion,muse (default: all).")
    private final List<String> models = new ArrayList<>();

    @Option(names = "--stage", split = ",", paramLabel = "NAME", description = "Stages of the models, e.g. unet (default: all).")
    private final List<String> stages = new ArrayList<>();

    @Option(names = "--phase", split = ",", paramLabel = "PHASE", 
            description = "Passes over a network that are prefill-like or decode-like, with all of their calls (default: both).")
    private final List<String> phases = new ArrayList<>();

    @Option(names = "--attention-kind", split = ",", paramLabel = "KIND", description = {
        "Calls of attention of this kind alone, as the shape tells: prefill-like, decode-like, short-sequences (default: every operator)."})
    private final List<String> attentionKinds = new ArrayList<>();

    @Option(names = "--operator", split = ",", paramLabel = "NAME", description = "Operators, e.g. attention,linear (default: all).")
    private final List<String> operators = new ArrayList<>();

    @Option(names = "--set", paramLabel = "MODEL.PARAMETER=VALUE",
            description = "Value of a model's parameter, e.g. stable-diffusion.image=768; may be repeated. 'shapes' lists them.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--sweep", split = ",", paramLabel = "NAME", description = {
        "Growing shapes instead of those of the models: image, frames, prompt, cache (an argument of a model grows) or queries (attention of "
                + "1 to 2048 query rows, and of one query row for 1 to 32 sequences)."})
    private final List<String> sweeps = new ArrayList<>();

    @Option(names = "--sample", paramLabel = "N", description = {
        "Of each operator class N of the shapes selected, spread over their sizes, always the same (default: all of them)."})
    private Integer sample;

    /** The names of those that were given. */
    List<String> given() {
        Map<String, Boolean> all = new LinkedHashMap<>();
        all.put("--model", !models.isEmpty());
        all.put("--stage", !stages.isEmpty());
        all.put("--phase", !phases.isEmpty());
        all.put("--attention-kind", !attentionKinds.isEmpty());
        all.put("--operator", !operators.isEmpty());
        all.put("--set", !overrides.isEmpty());
        all.put("--sweep", !sweeps.isEmpty());
        all.put("--sample", sample != null);
        return all.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }

    /**
     * Refuses those that would have no effect.
     *
     * @param why where they have none, e.g. {@code beside -p with a shape}
     * @param effective names of those that have one
     * @throws IllegalArgumentException one line that names the others
     */
    void refuse(String why, String... effective) {
        WithoutEffect.refuse(given().stream().filter(name -> !List.of(effective).contains(name)).toList(), why);
    }

    /** The models whose compositions a verb shows, of which it shows all. */
    List<Pipeline> wholeModels() {
        refuse("on whole models; leave it out", "--model", "--set");
        return filter().pipelines();
    }

    /**
     * What they select.
     *
     * @throws IllegalArgumentException one line on an unknown phase, kind of attention, operator or sweep, an empty sample, or an option
     *     that has no effect
     */
    CatalogFilter filter() {
        if (!sweeps.isEmpty()) {
            WithoutEffect.refuse(given().stream().filter(List.of("--model", "--set")::contains).toList(),
                    "beside --sweep, which has shapes of its own");
        }
        if (sample != null && sample < 1) {
            throw new IllegalArgumentException("--sample must be at least 1, is " + sample);
        }
        return new CatalogFilter(List.copyOf(models), List.copyOf(stages), phases.stream().map(Phase::of).toList(),
                attentionKinds.stream().map(AttentionKind::named).toList(), operators.stream().map(OperatorType::of).toList(),
                Map.copyOf(overrides),
                sweeps.stream().map(Sweep::of).toList(), false,
                sample == null ? OptionalInt.empty() : OptionalInt.of(sample));
    }
}
