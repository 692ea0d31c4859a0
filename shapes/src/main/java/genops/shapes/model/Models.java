package genops.shapes.model;

import java.util.List;

/** All models of the suite. */
public final class Models {
    private static final List<Model> ALL = List.of(new Llama(), new Imagen(), new StableDiffusion(),
            new ProdImage(), new Muse(), new Parti(), new MakeAVideo(), new Phenaki());

    private Models() {}

    /** The models: the text baseline, diffusion and transformer text-to-image, text-to-video. */
    public static List<Model> all() {
        return ALL;
    }

    /**
     * The model of this name.
     *
     * @throws IllegalArgumentException naming the models there are
     */
    public static Model of(String name) {
        return ALL.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown model '" + name + "'; known: " + String.join(", ", ALL.stream().map(Model::name).toList())));
    }
}
