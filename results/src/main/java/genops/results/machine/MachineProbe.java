package genops.results.machine;

import genops.results.document.Machine;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
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
     * @param caches what the JVM that runs kernels knows of them
     */
    public static Machine probe(List<String> jvmFlags, String vector, String gpu, String gpuDriver, KnownCaches caches) {
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        CentralProcessor processor = hardware.getProcessor();
        CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
        String cpu = id.getName().strip() + ", family " + id.getFamily() + " model " + id.getModel() + " stepping " + id.getStepping();
        KnownCaches known = caches.lines().isEmpty() ? KnownCaches.of(processor) : caches;
        return new Machine(cpu, System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
                known.lines(), known.lastLevelBytes(), hardware.getMemory().getTotal(), os(system.getOperatingSystem()), jdk(), jvmFlags, vector, gpu,
                gpuDriver);
    }

    private static String os(OperatingSystem os) {
        return os.getFamily() + " " + os.getVersionInfo() + ", kernel " + System.getProperty("os.version");
    }

    private static String jdk() {
        return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("java.vm.name");
    }
}
