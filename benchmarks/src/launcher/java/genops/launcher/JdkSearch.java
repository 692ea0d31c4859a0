package genops.launcher;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Looks for a JDK where they are usually kept, on Linux, macOS and Windows. */
final class JdkSearch {
    /** Written by the build: the JDK that compiled the jar. */
    private static final String BUILD_PROPERTIES = "/genops/build.properties";

    /** Folders whose children, or their {@code Contents/Home}, are JDKs. */
    private static final String[] SYSTEM_FOLDERS = {
        "/usr/lib/jvm", "/usr/lib64/jvm", "/usr/java", "/usr/local/java", "/opt", "/opt/java", "/opt/jdk",
        "/Library/Java/JavaVirtualMachines", "C:\\Program Files\\Java", "C:\\Program Files\\Eclipse Adoptium",
        "C:\\Program Files\\Amazon Corretto", "C:\\Program Files\\Zulu", "C:\\Program Files\\Microsoft"
    };

    /** The same below the user's home: SDKMAN, IDEs, Gradle, Maven, asdf, mise, jabba. */
    private static final String[] HOME_FOLDERS = {
        ".sdkman/candidates/java", ".jdks", ".gradle/jdks", ".m2/jdks", ".asdf/installs/java", ".local/share/mise/installs/java",
        ".jabba/jdk", ".local/share/JetBrains/Toolbox/apps", "Library/Java/JavaVirtualMachines"
    };

    private final Map<String, String> environment;
    private final File userHome;

    JdkSearch(Map<String, String> environment, File userHome) {
        this.environment = environment;
        this.userHome = userHome;
    }

    /** Home of the first JDK of at least this release that has the Vector API, or null. */
    File find(int oldest) {
        for (File candidate : candidates()) {
            if (usable(candidate, oldest)) {
                return candidate;
            }
        }
        return null;
    }

    private List<File> candidates() {
        List<File> homes = new ArrayList<>();
        add(homes, environment.get("JAVA_HOME"));
        add(homes, environment.get("JDK_HOME"));
        add(homes, builtWith());
        String path = environment.get("PATH");
        if (path != null) {
            for (String folder : path.split(File.pathSeparator)) {
                addBinary(homes, new File(folder, "java"));
                addBinary(homes, new File(folder, "java.exe"));
            }
        }
        for (String folder : HOME_FOLDERS) {
            addChildren(homes, new File(userHome, folder));
        }
        for (String folder : SYSTEM_FOLDERS) {
            addChildren(homes, new File(folder));
        }
        for (String folder : new String[] {"/opt/homebrew/opt", "/usr/local/opt"}) {
            File[] formulas = new File(folder).listFiles((dir, name) -> name.startsWith("openjdk"));
            if (formulas != null) {
                for (File formula : formulas) {
                    homes.add(new File(formula, "libexec/openjdk.jdk/Contents/Home"));
                }
            }
        }
        return homes;
    }

    private static void add(List<File> homes, String home) {
        if (home != null && !home.isEmpty()) {
            homes.add(new File(home));
        }
    }

    private static void addBinary(List<File> homes, File java) {
        if (java.isFile()) {
            try {
                homes.add(java.getCanonicalFile().getParentFile().getParentFile());
            } catch (IOException e) {
                // a dangling link is no JDK
                return;
            }
        }
    }

    private static void addChildren(List<File> homes, File folder) {
        File[] children = folder.listFiles(File::isDirectory);
        if (children == null) {
            return;
        }
        Arrays.sort(children);
        for (File child : children) {
            homes.add(child);
            homes.add(new File(child, "Contents/Home"));
        }
    }

    private static String builtWith() {
        try (InputStream in = JdkSearch.class.getResourceAsStream(BUILD_PROPERTIES)) {
            return in == null ? null : load(in).getProperty("jdk");
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean usable(File home, int oldest) {
        if (!new File(home, "bin/java").canExecute() && !new File(home, "bin/java.exe").canExecute()) {
            return false;
        }
        try (InputStream in = new FileInputStream(new File(home, "release"))) {
            Properties release = load(in);
            String modules = release.getProperty("MODULES", "jdk.incubator.vector");
            return feature(release.getProperty("JAVA_VERSION", "0")) >= oldest && modules.contains("jdk.incubator.vector");
        } catch (IOException e) {
            return false;
        }
    }

    private static Properties load(InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        return properties;
    }

    /** The feature release of a version such as {@code 1.8}, {@code 17.0.2}, {@code "25"} or {@code 26-ea}; 0 where it is none. */
    static int feature(String version) {
        String[] parts = version.replace("\"", "").split("[.\\-+_]");
        try {
            int first = Integer.parseInt(parts[0]);
            return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
