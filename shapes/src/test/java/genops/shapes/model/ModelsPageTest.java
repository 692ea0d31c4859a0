package genops.shapes.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.shapes.network.Fact;
import genops.shapes.network.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The page on the models is made from the models: {@code mvn test -pl shapes -Dgenops.write.docs=true} writes it again. */
class ModelsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "models.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = page();
        if (Boolean.getBoolean("genops.write.docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "docs/models.md is out of date; write it with -Dgenops.write.docs=true");
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # The models

                Every network is built symbolically from the numbers of its paper; its shapes and its number of weights follow. The second
                column of numbers is what is published: where the difference is not zero, the published total is rounded or part of the
                structure is not published. `java -jar benchmarks.jar shapes` prints the shapes. This page is written by a test
                (`ModelsPageTest`) that fails where it is out of date.

                Left out everywhere: the arithmetic of samplers and guidance, sinusoidal embeddings of steps, position biases on scores,
                the copy of new keys into a cache, and the up-sampling of the small image in front of a super-resolution.

                ## Weights

                | model | stage | derived | published | difference | source of the published total |
                |---|---|---:|---:|---:|---|
                """);
        Models.all().forEach(model -> variants(model).values().forEach(pipeline -> weights(page, pipeline)));
        page.append("\n## Parameters\n\n")
                .append("| model | parameter | what | default | possible | label | source |\n|---|---|---|---|---|---|---|\n");
        for (Model model : Models.all()) {
            for (Parameter p : model.parameters()) {
                row(page, model.name(), p.name(), p.description(), p.defaultValue(), p.domain(), p.provenance().label(), p.source());
            }
        }
        page.append("\n## Assumptions\n\nNumbers that are not published, with the reason. The published ones are printed by the"
                + " `shapes` verb.\n\n| model | stage | number | value | label | why |\n|---|---|---|---|---|---|\n");
        for (Model model : Models.all()) {
            for (Fact fact : model.build().facts()) {
                if (fact.provenance() != Provenance.PUBLISHED) {
                    row(page, model.name(), fact.stage(), fact.name(), fact.value(), fact.provenance().label(), fact.source());
                }
            }
        }
        return page.toString();
    }

    /** The default and every other variant, by name. */
    private static Map<String, Pipeline> variants(Model model) {
        Map<String, Pipeline> variants = new TreeMap<>(Map.of(model.name(), model.build()));
        for (Parameter parameter : model.parameters()) {
            if (parameter instanceof Parameter.Choice choice && choice.variant()) {
                for (String value : choice.values()) {
                    Pipeline pipeline = model.build(Map.of(choice.name(), value));
                    variants.put(pipeline.name(), pipeline);
                }
            }
        }
        return variants;
    }

    private static void weights(StringBuilder page, Pipeline pipeline) {
        for (Stage stage : pipeline.stages()) {
            String with = stage.published().filter(p -> !p.others().isEmpty())
                    .map(p -> " with " + String.join(" and ", p.others())).orElse("");
            long derived = pipeline.parameters(stage);
            row(page, pipeline.name(), stage.name() + with, number(derived),
                    stage.published().map(p -> number(p.parameters())).orElse(""),
                    stage.published().map(p -> difference(derived, p.parameters())).orElse(""),
                    stage.published().map(PublishedTotal::source).orElse("none"));
        }
    }

    private static String difference(long derived, long published) {
        return derived == published ? "0" : String.format(Locale.ROOT, "%+.1f %%", 100.0 * (derived - published) / published);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
