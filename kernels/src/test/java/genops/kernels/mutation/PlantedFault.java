package genops.kernels.mutation;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault that is planted in the source of a kernel: one replacement of text. {@code faults.txt} is the list.
 *
 * @param family of kernels
 * @param what it is
 * @param file its source below the package of the vector kernels
 * @param kernel class of the kernel that runs into it, likewise
 * @param operator name of the operator
 * @param shape of the catalog
 * @param registers vector registers of the machines whose code it is in; 0 for all
 * @param old the text that is replaced
 * @param replacement what it becomes
 */
record PlantedFault(String family, String what, String file, String kernel, String operator, String shape, int registers, String old,
        String replacement) {
    /** The package whose sources faults are planted in. */
    static final String PACKAGE = "genops.kernels.vector.";

    private static final String LIST = "faults.txt";
    private static final Path SOURCES = Path.of("src", "main", "java", "genops", "kernels", "vector");
    private static final Pattern FAULT = Pattern.compile("fault ([^:]+): (.+)");
    private static final Pattern PLACE = Pattern.compile("in (\\S+), seen by (\\S+) at (\\S+) (\\S+)(?: with (16|32) registers)?");

    /** The committed list. */
    static List<PlantedFault> all() throws IOException {
        try (InputStream list = PlantedFault.class.getResourceAsStream(LIST)) {
            String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            List<PlantedFault> faults = new ArrayList<>();
            for (String block : text.split("\n\n")) {
                List<String> lines = block.lines().filter(l -> !l.startsWith("#")).toList();
                if (!lines.isEmpty()) {
                    faults.add(of(lines));
                }
            }
            return faults;
        }
    }

    private static PlantedFault of(List<String> lines) {
        Matcher fault = FAULT.matcher(lines.get(0));
        Matcher place = PLACE.matcher(lines.get(1));
        if (!fault.matches() || !place.matches()) {
            throw new IllegalArgumentException(LIST + ": cannot read '" + lines.get(0) + "', '" + lines.get(1) + "'");
        }
        return new PlantedFault(fault.group(1), fault.group(2), place.group(1), place.group(2), place.group(3), place.group(4),
                place.group(5) == null ? 0 : Integer.parseInt(place.group(5)), marked(lines, "- "), marked(lines, "+ "));
    }

    private static String marked(List<String> lines, String mark) {
        return lines.stream().filter(l -> l.startsWith(mark)).map(l -> l.substring(mark.length())).collect(Collectors.joining("\n"));
    }

    Operator operatorShape() {
        return OperatorType.of(operator).parse(shape);
    }

    /** Kernel and shape. */
    String place() {
        return kernel + " at " + operator + " " + shape;
    }

    String text() {
        return family + ": " + what + " (" + file + ", " + place() + ")";
    }

    /** Name of the class whose source it is in. */
    String className() {
        return PACKAGE + file.substring(0, file.length() - ".java".length()).replace('/', '.');
    }

    /**
     * The source with the fault in it.
     *
     * @throws IllegalStateException where the text to be replaced is not in the source exactly once
     */
    String source() throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        long found = Arrays.stream(source.split(Pattern.quote(old), -1)).count() - 1;
        if (found != 1) {
            throw new IllegalStateException(file + " has " + found + " times, not once, what '" + family + ": " + what + "' replaces: " + old);
        }
        return source.replace(old, replacement);
    }
}
