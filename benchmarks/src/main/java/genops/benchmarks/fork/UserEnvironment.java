package genops.benchmarks.fork;

import genops.kernels.natives.LibraryVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Variables of the user's environment that change what is timed: those that vendors' libraries read, and those from which every JVM takes
 * options.
 *
 * @param libraries what libraries read, in order, e.g. {@code OMP_THREAD_LIMIT=1}
 * @param jvms what JVMs read, likewise
 */
public record UserEnvironment(List<String> libraries, List<String> jvms) {
    private static final List<String> OF_JVMS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    public UserEnvironment {
        libraries = List.copyOf(libraries);
        jvms = List.copyOf(jvms);
    }

    /** That of this process, which the JVMs that it starts inherit. */
    public static UserEnvironment ofThisProcess() {
        return of(System.getenv());
    }

    static UserEnvironment of(Map<String, String> environment) {
        return new UserEnvironment(LibraryVariables.of(environment).all(), OF_JVMS.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank()).map(name -> name + "=" + environment.get(name).strip()).toList());
    }

    /** All of them. */
    public List<String> variables() {
        return Stream.of(libraries, jvms).flatMap(List::stream).toList();
    }

    /** One line that names them; empty where none is set. */
    public Optional<String> note() {
        List<String> parts = new ArrayList<>();
        if (!libraries.isEmpty()) {
            parts.add("the libraries of vendors get " + String.join(", ", libraries));
        }
        if (!jvms.isEmpty()) {
            parts.add("every JVM that is timed gets " + String.join(", ", jvms));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of("from the environment: " + String.join("; ", parts));
    }
}
