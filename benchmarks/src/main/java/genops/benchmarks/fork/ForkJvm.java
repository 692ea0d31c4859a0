package genops.benchmarks.fork;

import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.document.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import jdk.incubator.vector.FloatVector;

/**
 * Says what this JVM is to the one that started it, as one line of JSON appended to the file named by {@value #FILE}; without that
 * property nothing is written. Only the fork itself knows: options reach it from the environment too, and {@code -jvm} names another JDK.
 */
public final class ForkJvm {
    /** System property: the file that it is appended to. */
    public static final String FILE = "genops.jvm.file";

    private ForkJvm() {}

    /** Appends what this JVM is, unless another that was the same did. */
    public static void say() {
        String file = System.getProperty(FILE);
        if (file != null) {
            try {
                String line = JsonMapper.builder().build().writeValueAsString(jvm());
                // forks are alike, and there are thousands of them
                if (!Files.exists(Path.of(file)) || !Files.readAllLines(Path.of(file)).contains(line)) {
                    Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Jvm jvm() {
        return Jvm.ofThisProcess(vector());
    }

    private static String vector() {
        var species = FloatVector.SPECIES_PREFERRED;
        return species.vectorBitSize() + "-bit, " + species.length() + " fp32 lanes";
    }
}
