package genops.results.document;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * Fingerprint of a machine and its JVM: what two runs must share to be compared.
 *
 * @param cpu model name and family/model/stepping
 * @param architecture e.g. {@code amd64}
 * @param cores processors available to the JVM
 * @param caches one line each, e.g. {@code L2 1 MiB per core}
 * @param lastLevelCacheBytes bytes of the last-level cache that a process can count on, of all of it in documents of before; 0 where
 *     unknown
 * @param memoryBytes physical memory
 * @param os name and version
 * @param jdk vendor, version and VM, as the forked JVMs that timed the kernels say themselves; in documents of before, the launcher's
 * @param jvmFlags arguments of those JVMs, as they say themselves; in documents of before, the suite's own
 * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
 * @param gpu device name; empty where there is none
 * @param gpuDriver driver version; empty where there is none
 * @param libraries the vendors' libraries; none in documents of before
 * @param environment variables of the environment that change what is timed, e.g. {@code OMP_THREAD_LIMIT=1}
 * @param pages what large tensors lie on, e.g. {@code pages of 2 MiB}; empty in documents of before
 */
public record Machine(String cpu, String architecture, int cores, List<String> caches, long lastLevelCacheBytes, long memoryBytes,
        String os, String jdk, List<String> jvmFlags, String vector, String gpu, String gpuDriver,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Library> libraries, @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> environment,
        @JsonSetter(nulls = Nulls.AS_EMPTY) String pages) {

    public Machine {
        caches = List.copyOf(caches);
        jvmFlags = List.copyOf(jvmFlags);
        libraries = List.copyOf(libraries);
        environment = List.copyOf(environment);
    }

    /** A machine of whose vendors' libraries and environment nothing is known. */
    public Machine(String cpu, String architecture, int cores, List<String> caches, long lastLevelCacheBytes, long memoryBytes, String os,
            String jdk, List<String> jvmFlags, String vector, String gpu, String gpuDriver) {
        this(cpu, architecture, cores, caches, lastLevelCacheBytes, memoryBytes, os, jdk, jvmFlags, vector, gpu, gpuDriver, List.of(),
                List.of(), "");
    }

    /** This machine with what the JVM that timed the kernels says of itself. */
    public Machine ranBy(Jvm jvm) {
        return new Machine(cpu, architecture, cores, caches, lastLevelCacheBytes, memoryBytes, os, jvm.jdk(), jvm.arguments(), jvm.vector(),
                gpu, gpuDriver, libraries, environment, pages);
    }

    /** This machine with its libraries and the variables that are set on it. */
    public Machine beside(List<Library> others, List<String> variables) {
        return new Machine(cpu, architecture, cores, caches, lastLevelCacheBytes, memoryBytes, os, jdk, jvmFlags, vector, gpu, gpuDriver,
                others, variables, pages);
    }

    /** This machine with what large tensors lie on. */
    public Machine onPages(String kind) {
        return new Machine(cpu, architecture, cores, caches, lastLevelCacheBytes, memoryBytes, os, jdk, jvmFlags, vector, gpu, gpuDriver,
                libraries, environment, kind);
    }

    /**
     * This machine less what differs from run to run without a meaning: arguments of the JVM that cannot change a time or are code, and
     * what libraries say that nothing holds back.
     */
    public Machine comparable() {
        List<Library> heldBack = libraries.stream().filter(Library::restricted).map(l -> new Library(l.backend(), "", l.heldBack())).toList();
        return new Machine(cpu, architecture, cores, caches, lastLevelCacheBytes, memoryBytes, os, jdk, JvmArguments.decisive(jvmFlags),
                vector, gpu, gpuDriver, heldBack, List.of(), pages);
    }
}
