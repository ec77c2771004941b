package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The values that fields have when nobody sets them: the same as in the CRD's schema, for objects
 * that never went through it.
 */
final class Defaults {
    private static final JsonNode ALWAYS =
            Json.tree(
                    Map.of(
                            "jobManager",
                            Map.of(
                                    "replicas",
                                    1,
                                    "accessScope",
                                    "Cluster",
                                    "memoryProcessRatio",
                                    80,
                                    "ports",
                                    Map.of("rpc", 6123, "blob", 6124, "query", 6125, "ui", 8081)),
                            "taskManager",
                            Map.of(
                                    "replicas", 3,
                                    "memoryProcessRatio", 80,
                                    "ports", Map.of("data", 6121, "rpc", 6122, "query", 6125))));
    private static final JsonNode OF_JOB =
            Json.tree(
                    Map.of(
                            "job",
                            Map.of(
                                    "mode",
                                    "Detached",
                                    "allowNonRestoredState",
                                    false,
                                    "restartPolicy",
                                    "Never",
                                    "cleanupPolicy",
                                    Map.of(
                                            "afterJobSucceeds", "DeleteCluster",
                                            "afterJobFails", "KeepCluster",
                                            "afterJobCancelled", "DeleteCluster"))));

    private Defaults() {}

    /** The spec with defaults where it says nothing. */
    static ObjectNode filledIn(JsonNode spec) {
        ObjectNode result = ((ObjectNode) ALWAYS).deepCopy();
        if (isSet(spec.get("job"))) {
            overlay(result, OF_JOB);
        }
        overlay(result, spec);
        return result;
    }

    /** The spec without what is a default anyway. */
    static ObjectNode leftOut(JsonNode spec) {
        ObjectNode result = spec.deepCopy();
        subtract(result, ALWAYS);
        subtract(result, OF_JOB);
        return result;
    }

    private static void overlay(ObjectNode base, JsonNode over) {
        over.properties()
                .forEach(
                        field -> {
                            JsonNode below = base.get(field.getKey());
                            JsonNode value = field.getValue();
                            if (below instanceof ObjectNode object && value.isObject()) {
                                overlay(object, value);
                            } else if (isSet(value)) {
                                base.set(field.getKey(), value.deepCopy());
                            }
                        });
    }

    private static void subtract(ObjectNode from, JsonNode defaults) {
        defaults.properties()
                .forEach(
                        field -> {
                            JsonNode value = from.get(field.getKey());
                            if (value instanceof ObjectNode object) {
                                subtract(object, field.getValue());
                            }
                            boolean isEmpty = value != null && value.isObject() && value.isEmpty();
                            boolean isJob = field.getKey().equals("job");
                            if (field.getValue().equals(value) || (isEmpty && !isJob)) {
                                from.remove(field.getKey());
                            }
                        });
    }

    private static boolean isSet(JsonNode value) {
        return value != null && !value.isNull() && !value.isMissingNode();
    }
}
