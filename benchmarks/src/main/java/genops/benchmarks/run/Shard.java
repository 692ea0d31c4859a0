package genops.benchmarks.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One of several parts of a run, each for a machine of its own. Every case is in exactly one part, and which one follows from the cases
 * alone: the longest goes first, always to the part that has least to do (longest processing time first, Graham 1969).
 *
 * <p>The backends are dealt out one after the other, those of the CPU first, so that the parts are as even where a backend is missing,
 * and the other backends' cases stay in the parts they are in.
 *
 * @param index which part, counted from 1
 * @param count number of parts
 */
public record Shard(int index, int count) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/([1-9]\\d{0,8})");
    /** Not by time alone, for two cases of one operator may well be expected to take the same. */
    private static final Comparator<Case> BY_TEXT = Comparator.comparing(Case::text).thenComparing(Case::threads);

    /**
     * Reads a shard.
     *
     * @param text e.g. {@code 2/3}
     * @throws IllegalArgumentException one line where it is malformed
     */
    public static Shard of(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            Shard shard = new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
            if (shard.index <= shard.count) {
                return shard;
            }
        }
        throw new IllegalArgumentException("bad --shard '" + text + "'; expected i/n with i from 1 to n, e.g. 2/3");
    }

    /** The form that {@link #of} reads. */
    public String text() {
        return index + "/" + count;
    }

    /**
     * The cases of this part.
     *
     * @param cases those of the whole run, in any order, with those of backends that this machine lacks
     * @param seconds expected time of a case, which must not depend on the machine
     */
    Set<Case> of(Collection<Case> cases, ToDoubleFunction<Case> seconds) {
        List<List<Case>> parts = new ArrayList<>();
        double[] load = new double[count];
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>());
        }
        cases.stream().collect(Collectors.groupingBy(Shard::backend, TreeMap::new, Collectors.toList())).values().forEach(backend ->
                backend.stream().sorted(Comparator.comparingDouble(seconds).reversed().thenComparing(BY_TEXT)).forEach(next -> {
                    int least = least(load);
                    load[least] += seconds.applyAsDouble(next);
                    parts.get(least).add(next);
                }));
        return Set.copyOf(parts.get(index - 1));
    }

    /** Sorts the backends of the CPU before those of devices. */
    private static String backend(Case any) {
        String kernel = any.offer().kernel();
        return (any.offer().onDevice() ? "device " : "cpu ") + kernel.substring(0, kernel.indexOf('/'));
    }

    private static int least(double[] load) {
        int least = 0;
        for (int i = 1; i < load.length; i++) {
            if (load[i] < load[least]) {
                least = i;
            }
        }
        return least;
    }
}
