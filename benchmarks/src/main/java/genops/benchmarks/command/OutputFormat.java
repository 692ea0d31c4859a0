package genops.benchmarks.command;

/** How a verb answers. */
enum OutputFormat {
    TEXT,
    JSON;

    /**
     * The format with this name.
     *
     * @throws IllegalArgumentException one line where there is none
     */
    static OutputFormat of(String name) {
        return switch (name) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new IllegalArgumentException("unknown format '" + name + "'; known: text, json");
        };
    }
}
