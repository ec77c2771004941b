package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fields that somebody wrote and Kubernetes cut off, since the stored version of the kind does not
 * have them: v1alpha1 lets them in. What they were is to be seen in the metadata only, in kubectl's
 * annotation with all that it applied, else in the record of who manages which field.
 */
public final class CutFields {
    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String FIELD = "f:";

    private CutFields() {}

    /** A warning for each of them. */
    public static List<Problem> of(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getAnnotations())
                .map(annotations -> annotations.get(APPLIED))
                .flatMap(Json::parsed)
                .map(applied -> Stream.of(applied.path("spec")))
                .orElseGet(() -> managed(metadata))
                .flatMap(spec -> UnknownFields.of(spec).stream())
                .distinct()
                .toList();
    }

    private static Stream<JsonNode> managed(ObjectMeta metadata) {
        return metadata.getManagedFields().stream()
                .filter(entry -> entry.getSubresource() == null)
                .map(ManagedFieldsEntry::getFieldsV1)
                .flatMap(fields -> Optional.ofNullable(fields).stream())
                .map(FieldsV1::getAdditionalProperties)
                .map(fields -> fields.get(FIELD + "spec"))
                .filter(Map.class::isInstance)
                .map(spec -> tree((Map<?, ?>) spec));
    }

    /** The names as a spec; what a field is does not matter. */
    private static JsonNode tree(Map<?, ?> fields) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        fields.forEach(
                (key, value) -> {
                    String name = String.valueOf(key);
                    if (name.startsWith(FIELD)) {
                        tree.set(
                                name.substring(FIELD.length()),
                                value instanceof Map<?, ?> inner && !inner.isEmpty()
                                        ? tree(inner)
                                        : JsonNodeFactory.instance.textNode("something"));
                    }
                });
        return tree;
    }
}
