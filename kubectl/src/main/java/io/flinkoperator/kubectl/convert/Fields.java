package io.flinkoperator.kubectl.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An object whose fields are taken one by one, so that those are known that nobody took. */
final class Fields {
    private final String path;
    private final ObjectNode left;
    private final List<Fields> below = new ArrayList<>();

    Fields(String path, JsonNode object) {
        this.path = path;
        left =
                object instanceof ObjectNode some
                        ? some.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    Optional<JsonNode> take(String name) {
        return Optional.ofNullable(left.remove(name)).filter(it -> !it.isNull());
    }

    Optional<String> text(String name) {
        return take(name).map(JsonNode::asText).filter(it -> !it.isBlank());
    }

    /** An object below, to be taken field by field. */
    Fields object(String name) {
        Fields object = new Fields(path + "." + name, take(name).orElse(null));
        below.add(object);
        return object;
    }

    /** Puts a field under a name of an object, if there is one. */
    void move(String name, ObjectNode to, String toName) {
        take(name).ifPresent(value -> to.set(toName, value));
    }

    /** All fields that are left. */
    Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new TreeMap<>();
        left.properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        left.removeAll();
        return all;
    }

    /** Paths of all that was not taken. */
    List<String> left() {
        List<String> paths = new ArrayList<>();
        left.fieldNames().forEachRemaining(name -> paths.add(path + "." + name));
        below.forEach(it -> paths.addAll(it.left()));
        return paths;
    }
}
