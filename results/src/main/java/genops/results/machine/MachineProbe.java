package genops.results.machine;

import genops.results.document.Machine;
import java.util.ArrayList;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/** Takes the fingerprint of the machine and JVM it runs on. */
public final class MachineProbe {

    private MachineProbe() {}

    /**
     * The machine this JVM runs on.
     *
     * @param jvmFlags arguments of the forked JVMs that time the kernels
     * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
     * @param gpu device name; empty where there is none
     * @param gpuDriver driver version; empty where there is none
     */
    public static Machine probe(List<String> jvmFlags, String vector, String gpu, String gpuDriver) {
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        CentralProcessor processor = hardware.getProcessor();
        CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
        String cpu = id.getName().strip() + ", family " + id.getFamily() + " model " + id.getModel() + " stepping " + id.getStepping();
        List<ProcessorCache> caches = processor.getProcessorCaches();
        return new Machine(cpu, System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), describe(caches),
                lastLevelBytes(caches), hardware.getMemory().getTotal(), os(system.getOperatingSystem()), jdk(), jvmFlags, vector, gpu,
                gpuDriver);
    }

    private static String os(OperatingSystem os) {
        return os.getFamily() + " " + os.getVersionInfo() + ", kernel " + System.getProperty("os.version");
    }

    private static String jdk() {
        return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("java.vm.name");
    }

    private static List<String> describe(List<ProcessorCache> caches) {
        List<String> lines = new ArrayList<>();
        for (ProcessorCache cache : caches) {
            String kind = switch (cache.getType()) {
                case UNIFIED -> "";
                case INSTRUCTION -> " instruction";
                case DATA -> " data";
                case TRACE -> " trace";
            };
            String line = "L" + cache.getLevel() + kind + " " + size(cache.getCacheSize()) + ", "
                    + cache.getLineSize() + "-byte lines";
            // identical lines are the instances of other cores
            if (!lines.contains(line)) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static long lastLevelBytes(List<ProcessorCache> caches) {
        int last = caches.stream().mapToInt(ProcessorCache::getLevel).max().orElse(0);
        return caches.stream().filter(c -> c.getLevel() == last).mapToLong(c -> Integer.toUnsignedLong(c.getCacheSize())).max().orElse(0);
    }

    private static String size(int bytes) {
        long unsigned = Integer.toUnsignedLong(bytes);
        return unsigned >= 1 << 20 && unsigned % (1 << 20) == 0 ? (unsigned >> 20) + " MiB" : (unsigned >> 10) + " KiB";
    }
}
