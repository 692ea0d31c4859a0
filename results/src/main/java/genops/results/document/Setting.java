package genops.results.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a case was timed where that is not as usual (average time of calls in a warm JVM, a device's caches flushed before each): as the
 * command that repeats it says. Times at two settings are two measurements.
 */
final class Setting {

    /** An option, what it usually is, and its words where it is not. */
    private record Option(String name, String usual, UnaryOperator<String> words) {}

    private static final Option GPU_CACHE = new Option("--gpu-cache", "cold", value -> value + " GPU cache");
    private static final List<Option> OPTIONS = List.of(GPU_CACHE,
            new Option("-bm", "avgt", value -> "mode " + value),
            new Option("-wi", "", value -> value.equals("0") ? "no warm-up" : ""),
            new Option("-gc", "false", value -> "collections between iterations"));

    private Setting() {}

    /** The setting that a case's command names, e.g. {@code warm GPU cache}; empty where it is as usual. */
    static String of(Measurement m) {
        List<String> named = new ArrayList<>();
        for (Option option : OPTIONS) {
            // kernels of the CPU that took turns with those of a device share their command
            if (option != GPU_CACHE || m.threads() == 0) {
                value(m.command(), option.name).filter(v -> !v.equals(option.usual)).map(option.words).filter(w -> !w.isEmpty())
                        .ifPresent(named::add);
            }
        }
        return String.join(", ", named);
    }

    private static Optional<String> value(String command, String option) {
        String before = " " + option + " ";
        int at = command.indexOf(before);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + before.length();
        int to = command.indexOf(' ', from);
        return Optional.of(to < 0 ? command.substring(from) : command.substring(from, to));
    }
}
