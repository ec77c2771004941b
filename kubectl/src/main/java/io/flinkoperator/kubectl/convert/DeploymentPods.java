package io.flinkoperator.kubectl.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Resources and templates of the pods of a FlinkDeployment. */
final class DeploymentPods {
    /** How that operator names Flink's container in all pods. */
    private static final String MAIN = "flink-main-container";

    private DeploymentPods() {}

    static void convert(Fields from, ObjectNode spec, Remarks remarks) {
        Optional<JsonNode> shared = from.take("podTemplate");
        for (String component : List.of("jobManager", "taskManager")) {
            ObjectNode to = spec.withObject("/" + component);
            Fields own = from.object(component);
            own.move("replicas", to, "replicas");
            resources(own.object("resource"), to, remarks);
            Optional<JsonNode> template = own.take("podTemplate");
            if (shared.isPresent() || template.isPresent()) {
                to.set("podTemplate", template(shared, template, component));
            }
            if (to.isEmpty()) {
                spec.remove(component);
            }
        }
    }

    /** There, they are request and limit in one, and Flink plans with all of the memory. */
    private static void resources(Fields from, ObjectNode to, Remarks remarks) {
        if (from.isEmpty()) {
            return;
        }
        ObjectNode amounts = to.objectNode();
        from.text("cpu").ifPresent(it -> amounts.put("cpu", it));
        from.text("memory")
                .ifPresent(
                        it ->
                                Sizes.memory(it)
                                        .ifPresentOrElse(
                                                size -> amounts.put("memory", size),
                                                () ->
                                                        remarks.loss(
                                                                "memory '"
                                                                        + it
                                                                        + "' cannot be read; it is"
                                                                        + " left out")));
        from.text("ephemeralStorage").ifPresent(it -> amounts.put("ephemeral-storage", it));
        ObjectNode resources = to.putObject("resources");
        resources.set("requests", amounts);
        resources.set("limits", amounts.deepCopy());
        to.put("memoryProcessRatio", 100);
    }

    private static JsonNode template(
            Optional<JsonNode> shared, Optional<JsonNode> own, String component) {
        JsonNode merged =
                shared.isPresent() && own.isPresent()
                        ? merged(shared.get(), own.get())
                        : shared.or(() -> own).orElseThrow();
        JsonNode template = merged.deepCopy();
        if (template instanceof ObjectNode object) {
            object.remove(List.of("apiVersion", "kind"));
        }
        template.at("/spec/containers")
                .forEach(
                        container -> {
                            if (container instanceof ObjectNode one
                                    && MAIN.equals(one.path("name").asText())) {
                                one.put("name", component.toLowerCase(java.util.Locale.ROOT));
                            }
                        });
        return template;
    }

    /** The second is laid over the first; items of lists by their name. */
    private static JsonNode merged(JsonNode base, JsonNode over) {
        if (base instanceof ObjectNode one && over instanceof ObjectNode other) {
            ObjectNode result = one.deepCopy();
            other.properties()
                    .forEach(
                            field ->
                                    result.set(
                                            field.getKey(),
                                            merged(result.path(field.getKey()), field.getValue())));
            return result;
        }
        return base instanceof ArrayNode one && over instanceof ArrayNode other
                ? merged(one, other)
                : over.deepCopy();
    }

    private static ArrayNode merged(ArrayNode base, ArrayNode over) {
        ArrayNode result = base.deepCopy();
        for (JsonNode item : over) {
            int same = indexOf(result, item.path("name").asText());
            if (same < 0) {
                result.add(item.deepCopy());
            } else {
                result.set(same, merged(result.get(same), item));
            }
        }
        return result;
    }

    private static int indexOf(ArrayNode items, String name) {
        for (int index = 0; index < items.size(); index++) {
            if (!name.isEmpty() && name.equals(items.get(index).path("name").asText())) {
                return index;
            }
        }
        return -1;
    }
}
