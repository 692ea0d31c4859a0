package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages lead where they say, a stranger finds the way in the README, and every package says what it is for. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final int LINES_OF_THE_README = 120;
    private static final Pattern CODE = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(text(page));
            while (links.find()) {
                if (!links.group(1).contains(":") && !leads(page, links.group(1), links.group(2))) {
                    broken.add(page + " has " + links.group());
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new TreeSet<>();
        List<Path> next = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        while (!next.isEmpty()) {
            Path page = next.removeLast();
            if (reached.add(page)) {
                Matcher links = LINK.matcher(text(page));
                while (links.find()) {
                    if (links.group(1).endsWith(".md") && !links.group(1).contains(":")) {
                        next.add(page.resolveSibling(links.group(1)).normalize());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(pages()), reached);
    }

    @Test
    void theReadmeIsShort() throws IOException {
        int lines = Files.readAllLines(ROOT.resolve("README.md")).size();
        assertTrue(lines <= LINES_OF_THE_README, () -> lines + " lines");
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        Set<Path> silent = new TreeSet<>();
        for (String module : List.of("shapes", "kernels", "results", "plot", "benchmarks")) {
            for (String sources : List.of("main", "launcher")) {
                Path folder = ROOT.resolve(Path.of(module, "src", sources, "java"));
                if (Files.exists(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(f -> f.toString().endsWith(".java")).map(Path::getParent)
                                .filter(p -> !Files.exists(p.resolve("package-info.java"))).forEach(silent::add);
                    }
                }
            }
        }
        assertEquals(Set.of(), silent);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs).filter(f -> f.toString().endsWith(".md")).sorted().toList();
        }
    }

    /** A page without its blocks of code. */
    private static String text(Path page) throws IOException {
        return CODE.matcher(Files.readString(page)).replaceAll("");
    }

    private static boolean leads(Path page, String target, String anchor) throws IOException {
        Path file = target.isEmpty() ? page : page.resolveSibling(target);
        return Files.exists(file) && (anchor == null || anchors(file).contains(anchor));
    }

    /** The anchors of a page's headings, as they are made where the repository is shown. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(text(page)).results()
                .map(h -> h.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
