package genops.results.document;

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
 * @param jdk vendor, version and VM
 * @param jvmFlags arguments of the forked JVMs that timed the kernels
 * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
 * @param gpu device name; empty where there is none
 * @param gpuDriver driver version; empty where there is none
 */
public record Machine(String cpu, String architecture, int cores, List<String> caches, long lastLevelCacheBytes, long memoryBytes,
        String os, String jdk, List<String> jvmFlags, String vector, String gpu, String gpuDriver) {

    public Machine {
        caches = List.copyOf(caches);
        jvmFlags = List.copyOf(jvmFlags);
    }
}
