package io.flinkoperator.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.core.spec.Json;
import java.util.ArrayList;
import java.util.List;

/** Fields of a spec that do not exist; Kubernetes would cut them off, most of the time silently. */
final class Unknown {
    private final List<Field> found = new ArrayList<>();

    private record Field(String path, ObjectNode parent, String name) {}

    private Unknown(JsonNode spec) {
        try {
            compare("spec", spec, Json.tree(Json.read(spec, FlinkClusterSpec.class)));
        } catch (JsonProcessingException invalid) {
            // What cannot be read is told of by others.
            found.clear();
        }
    }

    /** Their paths; none if the spec cannot be read at all. */
    static List<String> fields(JsonNode spec) {
        return new Unknown(spec).found.stream().map(Field::path).toList();
    }

    /** Cuts them off, and returns their paths. */
    static List<String> cut(JsonNode spec) {
        List<Field> fields = new Unknown(spec).found;
        fields.forEach(it -> it.parent().remove(it.name()));
        return fields.stream().map(Field::path).toList();
    }

    private void compare(String path, JsonNode written, JsonNode read) {
        if (written.isArray() && read.isArray() && written.size() == read.size()) {
            for (int index = 0; index < written.size(); index++) {
                compare(path + "[" + index + "]", written.get(index), read.get(index));
            }
        }
        if (written instanceof ObjectNode object && read.isObject()) {
            object.properties()
                    .forEach(it -> compare(object, path, it.getKey(), read.get(it.getKey())));
        }
    }

    private void compare(ObjectNode parent, String path, String name, JsonNode read) {
        JsonNode written = parent.get(name);
        if (read != null) {
            compare(path + "." + name, written, read);
        } else if (saysSomething(written)) {
            found.add(new Field(path + "." + name, parent, name));
        }
    }

    /** What is empty is read as if it were not there. */
    private static boolean saysSomething(JsonNode value) {
        return value.isContainerNode()
                ? !value.isEmpty()
                : !value.isNull() && !value.asText().isEmpty();
    }
}
