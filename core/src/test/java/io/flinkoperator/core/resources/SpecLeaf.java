package io.flinkoperator.core.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A field of spec that has no fields of its own, by its path: {@code job.args[]}. */
record SpecLeaf(String path) implements Comparable<SpecLeaf> {
    private static final String ITEMS = "[]";

    /** The leaves of an OpenAPI schema; maps and whatever has no schema are leaves. */
    static Stream<SpecLeaf> of(JsonNode schema, String path) {
        if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            return Stream.of(new SpecLeaf(path));
        }
        if (schema.has("properties")) {
            return schema.get("properties").properties().stream()
                    .flatMap(
                            field ->
                                    of(
                                            field.getValue(),
                                            path.isEmpty()
                                                    ? field.getKey()
                                                    : path + "." + field.getKey()));
        }
        return schema.has("items")
                ? of(schema.get("items"), path + ITEMS)
                : Stream.of(new SpecLeaf(path));
    }

    boolean isSetIn(JsonNode spec) {
        return !removedFrom(spec).equals(spec);
    }

    /** The spec without it, and without what is empty then; the job stays. */
    JsonNode removedFrom(JsonNode spec) {
        return edited(spec, steps(), value -> MissingNode.getInstance());
    }

    /** The spec with another value of it. */
    JsonNode changedIn(JsonNode spec) {
        return edited(spec, steps(), SpecLeaf::other);
    }

    private List<String> steps() {
        return Stream.of(path.replace(ITEMS, "." + ITEMS).split("\\.")).toList();
    }

    private static JsonNode edited(
            JsonNode node, List<String> steps, UnaryOperator<JsonNode> edit) {
        if (steps.isEmpty()) {
            return edit.apply(node);
        }
        String step = steps.get(0);
        List<String> further = steps.subList(1, steps.size());
        if (step.equals(ITEMS)) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> items.add(edited(item, further, edit)));
            items.removeIf(JsonNode::isMissingNode);
            return items.isEmpty() ? MissingNode.getInstance() : array(items);
        }
        if (!node.has(step)) {
            return node;
        }
        ObjectNode result = node.deepCopy();
        JsonNode value = edited(node.get(step), further, edit);
        if (value.isMissingNode()) {
            result.remove(step);
        } else {
            result.set(step, value);
        }
        boolean isTop = step.equals("job") || !result.isEmpty();
        return isTop ? result : MissingNode.getInstance();
    }

    private static ArrayNode array(List<JsonNode> items) {
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    private static JsonNode other(JsonNode value) {
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        if (value.isInt()) {
            return IntNode.valueOf(value.asInt() + 1);
        }
        return value.isTextual()
                ? TextNode.valueOf(value.asText() + "x")
                : otherOfKubernetes(value);
    }

    /** A volume or a claim with another size limit or label: its name must stay. */
    private static JsonNode otherOfKubernetes(JsonNode value) {
        JsonNode claim = edited(value, List.of("metadata", "labels", "purpose"), SpecLeaf::other);
        return edited(claim, List.of("emptyDir", "sizeLimit"), limit -> TextNode.valueOf("3Gi"));
    }

    @Override
    public int compareTo(SpecLeaf other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
