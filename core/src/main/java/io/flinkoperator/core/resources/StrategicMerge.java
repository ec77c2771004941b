package io.flinkoperator.core.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.flinkoperator.core.spec.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lays one pod template over another: objects field by field, lists item by item where Kubernetes
 * has a merge key for them, anything else as a whole.
 */
final class StrategicMerge {
    /** The merge keys of Kubernetes' pod fields. */
    private static final Map<String, String> KEYS =
            Map.of(
                    "containers", "name",
                    "initContainers", "name",
                    "volumes", "name",
                    "env", "name",
                    "imagePullSecrets", "name",
                    "volumeMounts", "mountPath",
                    "volumeDevices", "devicePath",
                    "ports", "containerPort",
                    "hostAliases", "ip",
                    "topologySpreadConstraints", "topologyKey");

    /** Fields that exclude each other: with both, Kubernetes refuses the pod. */
    private static final List<Set<String>> ONE_OF =
            List.of(
                    Set.of("exec", "grpc", "httpGet", "sleep", "tcpSocket"),
                    Set.of("value", "valueFrom"),
                    Set.of(
                            "configMapKeyRef",
                            "fieldRef",
                            "fileKeyRef",
                            "resourceFieldRef",
                            "secretKeyRef"));

    private StrategicMerge() {}

    /** The template with the other one, which may be null, laid over it. */
    static PodTemplateSpec of(PodTemplateSpec base, PodTemplateSpec over) {
        if (over == null) {
            return base;
        }
        try {
            return Json.read(
                    object((ObjectNode) Json.tree(base), Json.tree(over)), PodTemplateSpec.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Two pod templates make a pod template", impossible);
        }
    }

    private static ObjectNode object(ObjectNode base, JsonNode over) {
        ONE_OF.stream()
                .filter(names -> names.stream().anyMatch(over::has))
                .flatMap(Set::stream)
                .filter(name -> !over.has(name))
                .forEach(base::remove);
        over.properties()
                .forEach(
                        field ->
                                base.set(
                                        field.getKey(),
                                        value(
                                                field.getKey(),
                                                base.get(field.getKey()),
                                                field.getValue())));
        return base;
    }

    private static JsonNode value(String name, JsonNode base, JsonNode over) {
        if (base instanceof ObjectNode object && over.isObject()) {
            return object(object, over);
        }
        if (base instanceof ArrayNode list && over.isArray() && KEYS.containsKey(name)) {
            return list(name, list, over);
        }
        return over;
    }

    private static ArrayNode list(String name, ArrayNode base, JsonNode over) {
        String key = KEYS.get(name);
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        base.forEach(
                item ->
                        result.add(
                                find(over, key, item)
                                        .map(
                                                o ->
                                                        isOtherVolume(name, item, o)
                                                                ? o
                                                                : value("", item, o))
                                        .orElse(item)));
        over.forEach(
                item -> {
                    if (find(base, key, item).isEmpty()) {
                        result.add(item);
                    }
                });
        return result;
    }

    /** A volume has its name and one source; another source takes the place of the first. */
    private static boolean isOtherVolume(String list, JsonNode base, JsonNode over) {
        return list.equals("volumes")
                && over.size() > 1
                && over.properties().stream()
                        .map(Map.Entry::getKey)
                        .noneMatch(field -> !field.equals("name") && base.has(field));
    }

    private static Optional<JsonNode> find(JsonNode items, String key, JsonNode wanted) {
        for (JsonNode item : items) {
            if (item.hasNonNull(key) && item.get(key).equals(wanted.get(key))) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }
}
