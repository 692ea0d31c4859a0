package genops.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entry of {@code benchmarks.jar}, compiled for Java 8: on an old JVM it looks for a newer JDK, and starts itself there with the
 * same arguments, streams, signals and exit status. On a JVM that is new enough it does the same with the JVM it is on, for JMH must
 * be run with an option that only the command line can give, unless that option is there already: then it goes on in place.
 */
public final class Launcher {
    /** The oldest release the rest of the jar runs on. */
    static final int OLDEST = 25;
    /** Without it a new JVM prints four lines of warning about what JMH does to its own fields. */
    private static final String UNSAFE_OPTION = "--sun-misc-unsafe-memory-access=allow";
    /** Exit status where no JDK of that release is found. */
    static final int NO_JDK = 4;

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        List<String> jvmArguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
        boolean newEnough = JdkSearch.feature(System.getProperty("java.specification.version")) >= OLDEST;
        if (newEnough && jvmArguments.contains(UNSAFE_OPTION)) {
            proceed(args);
            return;
        }
        File home = newEnough ? new File(System.getProperty("java.home"))
                : new JdkSearch(System.getenv(), new File(System.getProperty("user.home"))).find(OLDEST);
        if (home == null) {
            System.err.println("benchmarks.jar needs a JDK " + OLDEST + " or newer, was started on Java "
                    + System.getProperty("java.specification.version") + " and found none in JAVA_HOME, on the PATH or in the usual folders;"
                    + " install one, or name it: JAVA_HOME=/path/to/jdk-" + OLDEST + " java -jar benchmarks.jar");
            System.exit(NO_JDK);
        }
        System.exit(restart(command(home, jvmArguments, args)));
    }

    private static void proceed(String[] args) throws Exception {
        try {
            // by name: this class must load where that one cannot
            Class.forName("genops.benchmarks.command.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception) {
                throw (Exception) e.getCause();
            }
            throw (Error) e.getCause();
        }
    }

    /** The command that starts this jar on another JDK, with what the user gave to this JVM: system properties, heap size. */
    static List<String> command(File home, List<String> jvmArguments, String[] args) {
        List<String> command = new ArrayList<>();
        command.add(new File(home, "bin/java").getPath());
        // options of an old JVM that a new one has dropped
        command.add("-XX:+IgnoreUnrecognizedVMOptions");
        command.addAll(jvmArguments);
        command.add(UNSAFE_OPTION);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Launcher.class.getName());
        command.addAll(Arrays.asList(args));
        return command;
    }

    private static int restart(List<String> command) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // a signal to this JVM: pass it on, and let the child write down what it has
            child.destroy();
            try {
                child.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return child.waitFor();
    }
}
