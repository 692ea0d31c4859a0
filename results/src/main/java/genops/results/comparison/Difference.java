package genops.results.comparison;

import genops.results.document.JvmArguments;
import genops.results.document.Library;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * In what two runs differ, apart from the code that was measured.
 *
 * @param aspect what must be allowed for them to be compared all the same
 * @param name the field, e.g. {@code cpu}
 * @param before its value in the earlier run
 * @param after its value in the later run
 */
public record Difference(Aspect aspect, String name, String before, String after) {
    /** One line, e.g. {@code jdk: 25.0.1, then 25.0.2}. */
    public String text() {
        return name + ": " + before + ", then " + after;
    }

    /** All differences of two machines and their JVMs; none where times can be compared. */
    public static List<Difference> between(Machine before, Machine after) {
        List<Difference> found = new ArrayList<>();
        add(found, Aspect.MACHINE, "cpu", before.cpu(), after.cpu());
        add(found, Aspect.MACHINE, "architecture", before.architecture(), after.architecture());
        add(found, Aspect.MACHINE, "cores", "" + before.cores(), "" + after.cores());
        if (!before.caches().isEmpty() && !after.caches().isEmpty()) {
            // what one of them does not know is no difference of the machines
            add(found, Aspect.MACHINE, "caches", String.join("; ", before.caches()), String.join("; ", after.caches()));
        }
        add(found, Aspect.MACHINE, "vector", before.vector(), after.vector());
        add(found, Aspect.MACHINE, "gpu", before.gpu(), after.gpu());
        add(found, Aspect.OS, "os", before.os(), after.os());
        if (!before.pages().isEmpty() && !after.pages().isEmpty()) {
            // documents of before do not know
            add(found, Aspect.OS, "pages", before.pages(), after.pages());
        }
        add(found, Aspect.OS, "gpu driver", before.gpuDriver(), after.gpuDriver());
        add(found, Aspect.JDK, "jdk", before.jdk(), after.jdk());
        add(found, Aspect.FLAGS, "flags", flags(before), flags(after));
        if (!before.libraries().isEmpty() && !after.libraries().isEmpty()) {
            // documents of before do not know what held a library back
            add(found, Aspect.FLAGS, "held back", heldBack(before), heldBack(after));
        }
        return List.copyOf(found);
    }

    /** All differences of two runs: those of their machines, and thread counts where they have none in common. */
    public static List<Difference> between(RunDocument before, RunDocument after) {
        List<Difference> found = new ArrayList<>(between(before.machine(), after.machine()));
        Set<Integer> first = threads(before);
        Set<Integer> second = threads(after);
        if (!first.isEmpty() && !second.isEmpty() && first.stream().noneMatch(second::contains)) {
            add(found, Aspect.THREADS, "threads", text(first), text(second));
        }
        return List.copyOf(found);
    }

    /** Thread counts of the CPU measurements of a run. */
    static Set<Integer> threads(RunDocument document) {
        return document.measurements().stream().filter(m -> m.status() == Status.MEASURED && m.threads() > 0).map(Measurement::threads)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Set<Integer> threads) {
        return threads.stream().map(Object::toString).collect(Collectors.joining(" and "));
    }

    private static String flags(Machine machine) {
        return String.join(" ", JvmArguments.decisive(machine.jvmFlags()));
    }

    private static String heldBack(Machine machine) {
        return machine.libraries().stream().filter(Library::restricted).map(l -> l.backend() + " by " + l.heldBack())
                .collect(Collectors.joining("; "));
    }

    private static void add(List<Difference> found, Aspect aspect, String name, String before, String after) {
        if (!before.equals(after)) {
            found.add(new Difference(aspect, name, before.isEmpty() ? "none" : before, after.isEmpty() ? "none" : after));
        }
    }
}
