package genops.results.findings;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What would settle a finding that is not judged: measuring models.
 *
 * @param models names of the models
 * @param moreForks whether they have been measured, but too few times for an interval that is narrow enough
 */
public record Remedy(Set<String> models, boolean moreForks) {
    private static final int FORKS = 5;

    public Remedy {
        models = Collections.unmodifiableSet(new LinkedHashSet<>(models));
    }

    static Optional<Remedy> measure(Collection<String> models) {
        return Optional.of(new Remedy(new LinkedHashSet<>(models), false));
    }

    static Optional<Remedy> again(Collection<String> models) {
        return Optional.of(new Remedy(new LinkedHashSet<>(models), true));
    }

    /** What settles both. */
    Remedy and(Remedy other) {
        Set<String> all = new LinkedHashSet<>();
        Stream.of(models, other.models).forEach(all::addAll);
        return new Remedy(all, moreForks || other.moreForks);
    }

    /**
     * The command line that does it.
     *
     * @param stack options that name the stack; empty for the default one
     */
    String command(String stack) {
        return "java -jar benchmarks.jar --suite models --model " + String.join(",", models) + (stack.isEmpty() ? "" : " " + stack)
                + (moreForks ? " -f " + FORKS : "");
    }
}
