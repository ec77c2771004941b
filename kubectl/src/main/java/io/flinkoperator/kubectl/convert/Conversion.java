package io.flinkoperator.kubectl.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.FlinkCluster;
import java.util.List;
import java.util.Optional;

/**
 * A manifest of another operator as a FlinkCluster.
 *
 * @param manifest The FlinkCluster.
 * @param remarks What was written down, and what has no counterpart, as sentences.
 */
public record Conversion(ObjectNode manifest, List<String> remarks) {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /**
     * The FlinkCluster that an object becomes; empty if it is of a kind that has no counterpart.
     */
    public static Optional<Conversion> of(JsonNode object) {
        String kind = object.path("kind").asText();
        String group = object.path("apiVersion").asText().replaceFirst("/.*", "");
        if (kind.equals("FlinkCluster") && group.equals(FlinkCluster.GROUP)) {
            return Optional.of(OlderOperators.converted(object));
        }
        return kind.equals("FlinkDeployment") && group.equals("flink.apache.org")
                ? Optional.of(FlinkDeployments.converted(object))
                : Optional.empty();
    }

    /** The FlinkCluster without a spec; of the metadata stays what people write. */
    static ObjectNode head(JsonNode object) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("apiVersion", FlinkCluster.GROUP + "/" + FlinkCluster.VERSION);
        manifest.put("kind", "FlinkCluster");
        ObjectNode metadata = manifest.putObject("metadata");
        for (String field : List.of("name", "namespace", "labels", "annotations")) {
            JsonNode value = object.path("metadata").path(field);
            if (value.isTextual() || !value.isEmpty()) {
                metadata.set(field, value.deepCopy());
            }
        }
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        return manifest;
    }
}
