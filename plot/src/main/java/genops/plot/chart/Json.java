package genops.plot.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** Short notation for JSON trees. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /**
     * An object.
     *
     * @param fields names and values by turns; a value is a JSON node, a text, a truth value, a finite number, or a collection of those
     * @throws IllegalArgumentException where a number is not finite, since JSON has no such numbers
     */
    public static ObjectNode object(Object... fields) {
        ObjectNode node = MAPPER.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            node.set((String) fields[i], value(fields[i + 1]));
        }
        return node;
    }

    /** An array of such values. */
    public static ArrayNode array(Object... values) {
        ArrayNode node = MAPPER.createArrayNode();
        for (Object value : values) {
            node.add(value(value));
        }
        return node;
    }

    private static JsonNode value(Object value) {
        if (value instanceof Double d && !Double.isFinite(d)) {
            throw new IllegalArgumentException(d + " cannot be drawn");
        }
        return value instanceof Collection<?> c ? array(c.toArray()) : MAPPER.valueToTree(value);
    }
}
