package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import org.junit.jupiter.api.Test;

class InliningOptionsTest {
    private static final String PREFIX = "-XX:CompileCommand=inline,";

    @Test
    void allMethodsThatTakeOrReturnVectorsAreNamedAndNoOthers() throws IOException, URISyntaxException {
        Set<String> named = InliningOptions.JVM.stream().filter(option -> option.startsWith(PREFIX))
                .map(option -> option.substring(PREFIX.length())).collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>();
        for (Method method : methodsOnVectors()) {
            String all = method.getDeclaringClass().getName() + "::*";
            expected.add(named.contains(all) ? all : method.getDeclaringClass().getName() + "::" + method.getName());
        }
        assertEquals(expected, named);
    }

    private static Iterable<Method> methodsOnVectors() throws IOException, URISyntaxException {
        Path root = Path.of(InliningOptions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root.resolve("genops/kernels/vector"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> root.relativize(file).toString().replace(".class", "").replace(file.getFileSystem().getSeparator(), "."))
                    .flatMap(InliningOptionsTest::methods).filter(InliningOptionsTest::takesOrReturnsVectors).toList();
        }
    }

    private static Stream<Method> methods(String name) {
        try {
            return Arrays.stream(Class.forName(name, false, InliningOptions.class.getClassLoader()).getDeclaredMethods());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean takesOrReturnsVectors(Method method) {
        return Stream.concat(Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes())).anyMatch(Vector.class::isAssignableFrom);
    }
}
