package io.flinkoperator.operator.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Who Kubernetes says owns the fields of an object. To create an object takes the API server half
 * as long as to apply one that is not there, and fails if somebody has taken the name; but what was
 * created would keep fields that are no longer applied. So it is claimed before it is applied, as
 * kubectl does with what was created without server-side apply.
 */
record Ownership(KubernetesClient client) {
    private static final String APPLY = "Apply";

    /** Creates an object that is not there. */
    void create(HasMetadata desired) {
        client.raw(path(desired) + "?fieldManager=" + Executor.FIELD_MANAGER, "POST", desired);
    }

    /** Makes what was set when the object was created count as applied. */
    void claim(HasMetadata desired) {
        String found = client.raw(path(desired) + "/" + desired.getMetadata().getName());
        if (found == null) {
            return;
        }
        JsonNode metadata = Serialization.unmarshal(found, JsonNode.class).path("metadata");
        JsonNode entries = metadata.path("managedFields");
        Optional<JsonNode> created = ours(entries).filter(it -> !isApplied(it)).findAny();
        if (created.isPresent() && ours(entries).noneMatch(Ownership::isApplied)) {
            ((ObjectNode) created.get()).put("operation", APPLY);
            replace(desired, entries, metadata.path("resourceVersion"));
        }
    }

    private static Stream<JsonNode> ours(JsonNode entries) {
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(it -> Executor.FIELD_MANAGER.equals(it.path("manager").asText()))
                .filter(it -> !it.has("subresource"));
    }

    private static boolean isApplied(JsonNode entry) {
        return APPLY.equals(entry.path("operation").asText());
    }

    private static String path(HasMetadata object) {
        String version = object.getApiVersion();
        return "%s/%s/namespaces/%s/%s"
                .formatted(
                        version.contains("/") ? "/apis" : "/api",
                        version,
                        object.getMetadata().getNamespace(),
                        Pluralize.toPlural(object.getKind().toLowerCase(Locale.ROOT)));
    }

    private void replace(HasMetadata object, JsonNode entries, JsonNode version) {
        String patch =
                Serialization.asJson(
                        List.of(
                                operation("/metadata/managedFields", entries),
                                operation("/metadata/resourceVersion", version)));
        StaleViewException.onConflict(
                "The object has changed",
                () -> client.resource(object).patch(PatchContext.of(PatchType.JSON), patch));
    }

    private static Map<String, Object> operation(String path, JsonNode value) {
        return Map.of("op", "replace", "path", path, "value", value);
    }
}
