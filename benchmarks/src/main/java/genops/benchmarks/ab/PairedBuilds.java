package genops.benchmarks.ab;

import genops.benchmarks.pair.PairBuild;
import genops.benchmarks.run.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * Two builds that can live in one JVM.
 *
 * @param base files of A, its jar and those with further kernels
 * @param candidate the same of B
 * @param flags that a JVM needs for the kernels of both
 * @param inliningDiffers whether the two name different methods to inline, of which the JVM has those of both
 */
public record PairedBuilds(List<String> base, List<String> candidate, List<String> flags, boolean inliningDiffers) {
    private static final String INLINING = "-XX:CompileCommand=";
    private static final String VECTOR = "vector/";

    /**
     * What came of two builds: exactly one is there.
     *
     * @param builds that can live in one JVM
     * @param reason one line why they cannot
     */
    public record Met(Optional<PairedBuilds> builds, Optional<String> reason) {
        private static Met apart(String reason) {
            return new Met(Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * Brings two builds together.
     *
     * @param base jar of A
     * @param candidate jar of B
     * @param further files with further kernels
     * @param cases to be timed
     */
    public static Met meet(Path base, Path candidate, List<String> further, List<Case> cases) throws IOException {
        Optional<PairBuild> a = PairBuild.of(base);
        Optional<PairBuild> b = PairBuild.of(candidate);
        if (a.isEmpty() || b.isEmpty()) {
            return Met.apart((a.isEmpty() ? base : candidate) + " is a build that cannot be loaded beside another");
        }
        if (!others(a.get().flags()).equals(others(b.get().flags()))) {
            return Met.apart("the builds need JVMs with different flags");
        }
        Optional<Case> onDevice = cases.stream().filter(PairedBuilds::onDevice).findFirst();
        if (onDevice.isPresent()) {
            return Met.apart(onDevice.get().offer().kernel() + " runs on a device, whose library one JVM loads only once");
        }
        Optional<Case> byLibrary = cases.stream().filter(PairedBuilds::mayCallALibrary).findFirst();
        if (byLibrary.isPresent() && !libraries(base).equals(libraries(candidate))) {
            return Met.apart("the builds hold different native libraries, and " + byLibrary.get().offer().kernel() + " may call one");
        }
        return new Met(Optional.of(of(base, candidate, further, a.get(), b.get())), Optional.empty());
    }

    /** Those of these cases that two builds can be brought together for, as far as it is the case's doing. */
    public static List<Case> pairable(Path base, Path candidate, List<Case> cases) throws IOException {
        boolean sameLibraries = libraries(base).equals(libraries(candidate));
        return cases.stream().filter(c -> !onDevice(c) && (sameLibraries || !mayCallALibrary(c))).toList();
    }

    private static boolean onDevice(Case timed) {
        return timed.offer().onDevice();
    }

    private static boolean mayCallALibrary(Case timed) {
        return !timed.offer().kernel().startsWith(VECTOR);
    }

    private static PairedBuilds of(Path base, Path candidate, List<String> further, PairBuild a, PairBuild b) {
        Set<String> flags = new LinkedHashSet<>(a.flags());
        flags.addAll(b.flags());
        return new PairedBuilds(files(base, further), files(candidate, further), List.copyOf(flags),
                !Set.copyOf(a.flags()).equals(Set.copyOf(b.flags())));
    }

    private static List<String> files(Path jar, List<String> further) {
        List<String> files = new ArrayList<>(List.of(jar.toAbsolutePath().toString()));
        files.addAll(further);
        return files;
    }

    private static List<String> others(List<String> flags) {
        return flags.stream().filter(f -> !f.startsWith(INLINING)).toList();
    }

    /** The checksums of the shared libraries in a jar. */
    private static Map<String, Long> libraries(Path jar) throws IOException {
        Map<String, Long> libraries = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().filter(e -> e.getName().matches(".*\\.so[.0-9]*")).forEach(e -> libraries.put(e.getName(), e.getCrc()));
        }
        return libraries;
    }
}
