package genops.results.machine;

import genops.results.document.Jvm;
import genops.results.document.Machine;
import java.util.List;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/**
 * Takes the fingerprint of the machine and JVM it runs on: by OSHI, whose native part (JNA) is unpacked and executed, and where that is not
 * possible by what the system tells in text.
 */
public final class MachineProbe {
    private static final String NATIVE_CODE = "com.sun.jna.Native";

    private MachineProbe() {}

    /** Looked for once: a class that failed to initialise never does. */
    private static final class NativeCode {
        static final Optional<String> UNAVAILABLE = unavailable();

        private static Optional<String> unavailable() {
            try {
                Class.forName(NATIVE_CODE);
                return Optional.empty();
            } catch (ClassNotFoundException | LinkageError e) {
                return Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().lines().findFirst().orElse(""));
            }
        }
    }

    /** Why no native code can be unpacked and executed, in one line; empty where it can. */
    public static Optional<String> withoutNativeCode() {
        return NativeCode.UNAVAILABLE;
    }

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
        if (withoutNativeCode().isPresent()) {
            return new Machine(PlainProbe.cpu(), System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), caches.lines(),
                    caches.lastLevelBytes(), PlainProbe.memoryBytes(), os(PlainProbe.os()), Jvm.ofThisProcess(vector).jdk(), jvmFlags, vector, gpu,
                    gpuDriver);
        }
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        CentralProcessor processor = hardware.getProcessor();
        CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
        String cpu = id.getName().strip() + ", family " + id.getFamily() + " model " + id.getModel() + " stepping " + id.getStepping();
        KnownCaches known = caches.lines().isEmpty() ? KnownCaches.of(processor) : caches;
        return new Machine(cpu, System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
                known.lines(), known.lastLevelBytes(), hardware.getMemory().getTotal(), os(text(system.getOperatingSystem())),
                Jvm.ofThisProcess(vector).jdk(), jvmFlags, vector, gpu, gpuDriver);
    }

    private static String text(OperatingSystem os) {
        return os.getFamily() + " " + os.getVersionInfo();
    }

    private static String os(String text) {
        return text + ", kernel " + System.getProperty("os.version");
    }
}
