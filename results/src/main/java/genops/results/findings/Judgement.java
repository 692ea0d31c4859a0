package genops.results.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the times of one stack, or of one projection, say: what flash attention gains, and every observation.
 *
 * @param name a word, e.g. {@code vector}
 * @param title in prose, e.g. {@code Vector API kernels}
 * @param source what the times are of: machine, threads and precision, or device
 * @param projected whether they are projected rather than measured
 * @param stackOption the option of the command line that names the stack; empty for the default one
 * @param gains what flash attention gains
 * @param judged one for each of {@link Findings#observations}, in order
 */
public record Judgement(String name, String title, String source, boolean projected, String stackOption, FlashGains gains,
        List<Judged> judged) {

    public Judgement {
        judged = List.copyOf(judged);
    }

    /** Judges every observation. */
    public static Judgement of(String name, String title, boolean projected, Evidence evidence) {
        return new Judgement(name, title, evidence.name(), projected, evidence.stackOption(), FlashGains.of(evidence),
                Findings.observations().stream().map(o -> o.judge(evidence)).toList());
    }

    /** What is said of one observation. */
    public Judged of(Observation observation) {
        return judged.get(Findings.observations().indexOf(observation));
    }

    /** One command line that would settle all that is not judged, with the observations it is for; empty where nothing would. */
    public Optional<String> settle() {
        List<String> ids = new ArrayList<>();
        Optional<Remedy> all = Optional.empty();
        for (Observation observation : Findings.observations()) {
            Optional<Remedy> remedy = of(observation).remedy();
            if (remedy.isPresent()) {
                ids.add(observation.id());
                all = all.map(a -> a.and(remedy.get())).or(() -> remedy);
            }
        }
        return all.map(a -> "to settle " + String.join(", ", ids) + " for " + title + ": " + a.command(stackOption));
    }
}
