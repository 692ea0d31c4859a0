package genops.kernels.openblas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The core whose kernels OpenBLAS is to use where its own choice falls short: it knows AMD's processors by family, and takes those of
 * Haswell, without AVX-512, for a family newer than itself (0.3.31 on family 26, Zen 5: half the rate). There it is told what it
 * chooses itself on the AMD family before, by the environment variable that it reads when it is opened.
 */
final class CoreType {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private CoreType() {}

    /** Sets the variable where needed; before OpenBLAS is opened. A value that the user has set stays. */
    static void set() {
        if (System.getenv(VARIABLE) == null && Files.isReadable(PROCESSORS)) {
            try {
                choice(Files.readAllLines(PROCESSORS)).ifPresent(CoreType::export);
            } catch (IOException e) {
                // no processors to read of: OpenBLAS chooses
            }
        }
    }

    /** The core for an AMD processor with AVX-512; empty for all others, which OpenBLAS knows by their features. */
    static Optional<String> choice(List<String> cpuinfo) {
        List<String> flags = List.of(value(cpuinfo, "flags").split(" "));
        if (!value(cpuinfo, "vendor_id").equals("AuthenticAMD") || !flags.contains("avx512vl")) {
            return Optional.empty();
        }
        return Optional.of(flags.contains("avx512_bf16") ? "Cooperlake" : "SkylakeX");
    }

    private static String value(List<String> cpuinfo, String key) {
        return cpuinfo.stream().map(line -> line.split(":", 2)).filter(pair -> pair.length == 2 && pair[0].strip().equals(key))
                .findFirst().map(pair -> pair[1].strip()).orElse("");
    }

    private static void export(String core) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int status = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("setenv"), FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(core), 0);
            if (status != 0) {
                throw new IllegalStateException("setenv(" + VARIABLE + "): status " + status);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("setenv: " + e, e);
        }
    }
}
