package genops.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser for tests, where one is installed. */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long LIMIT_SECONDS = 90;

    private final Path program;
    private final Path folder;

    /** What a page left behind: its document after all scripts, and the messages of its console. */
    record Visit(String dom, List<String> console) {}

    private Chromium(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** The browser of this machine, working in a folder; empty where there is none on the path. */
    static Optional<Chromium> find(Path folder) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).flatMap(d -> NAMES.stream().map(n -> Path.of(d, n)))
                .filter(Files::isExecutable).findFirst().map(program -> new Chromium(program, folder));
    }

    /** Opens a page and waits for its scripts. */
    Visit visit(Path page) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        Path log = run(dom, List.of("--dump-dom", "--virtual-time-budget=10000", page.toUri().toString()));
        return new Visit(Files.readString(dom), Files.readAllLines(log).stream().filter(l -> l.contains("CONSOLE")).toList());
    }

    /** Writes a screenshot of a page. */
    void screenshot(Path page, Path png, int width, int height, String... options) throws IOException, InterruptedException {
        Files.createDirectories(png.getParent());
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--hide-scrollbars", "--window-size=" + width + "," + height, "--screenshot=" + png.toAbsolutePath(),
                page.toUri().toString()));
        run(folder.resolve("screenshot.txt"), arguments);
    }

    private Path run(Path output, List<String> arguments) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory(folder, "profile");
        Path log = folder.resolve("chromium.log");
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--enable-logging=stderr", "--user-data-dir=" + profile));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile()).start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        delete(profile);
        if (!ended || process.exitValue() != 0) {
            throw new IOException("the browser " + (ended ? "ended with status " + process.exitValue() : "did not end") + ", see " + log);
        }
        return log;
    }

    private static void delete(Path profile) throws IOException {
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
