import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Run by the build, on the JDK that compiles the jar: writes down which JDK that is, so that the launcher finds it again, and the
 * commit of the sources and when it was made, so that a run document can name it and a history be ordered by it.
 */
final class BuildInfo {

    private BuildInfo() {}

    /** Arguments: the version of the project, the file to write. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String commit = git("rev-parse", "HEAD");
        if (commit.isEmpty()) {
            commit = "unknown";
        } else if (!git("status", "--porcelain", "--untracked-files=no").isEmpty()) {
            commit += "-dirty";
        }
        Path file = Path.of(args[1]);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(
                "version=" + args[0],
                "commit=" + commit,
                "committed=" + git("show", "--no-patch", "--format=%cI", "HEAD"),
                "jdk=" + System.getProperty("java.home").replace("\\", "\\\\")));
    }

    private static String git(String... arguments) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(java.util.stream.Stream.concat(java.util.stream.Stream.of("git"),
                    java.util.stream.Stream.of(arguments)).toList()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? output : "";
        } catch (IOException e) {
            // no git on this machine
            return "";
        }
    }
}
