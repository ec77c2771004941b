package io.flinkoperator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;

/** The reference page of FlinkCluster: every described field with type, default and text. */
final class Reference {
    private final StringBuilder page = new StringBuilder();

    static String of(CustomResourceDefinition crd) {
        Reference reference = new Reference();
        JSONSchemaProps schema =
                crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
        reference.page.append(
                "<!-- Made by `make generate`; do not edit. -->\n# FlinkCluster\n\n"
                        + schema.getDescription()
                        + " API version `flinkoperator.k8s.io/v1beta1`.\n");
        reference.section("spec", schema.getProperties().get("spec"));
        reference.section("status", schema.getProperties().get("status"));
        return reference.page.toString();
    }

    private void section(String title, JSONSchemaProps schema) {
        page.append("\n## ").append(title).append("\n\n").append(schema.getDescription());
        page.append("\n\n| field | type | default | meaning |\n|---|---|---|---|\n");
        rows(title + ".", schema);
    }

    private void rows(String prefix, JSONSchemaProps schema) {
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties()
                .forEach(
                        (name, property) -> {
                            if (property.getDescription() != null) {
                                row(prefix + name, property);
                                rows(prefix + name + ".", property);
                                if (property.getItems() != null) {
                                    rows(prefix + name + "[].", property.getItems().getSchema());
                                }
                            }
                        });
    }

    private void row(String path, JSONSchemaProps property) {
        JsonNode fallback = property.getDefault();
        page.append("| `").append(path).append("` | ").append(type(property)).append(" | ");
        page.append(fallback == null ? "" : "`" + fallback.asText() + "`").append(" | ");
        page.append(property.getDescription().replace("|", "\\|")).append(" |\n");
    }

    private static String type(JSONSchemaProps property) {
        List<JsonNode> values = property.getEnum();
        if (values != null && !values.isEmpty()) {
            return String.join(
                    ", ",
                    values.stream().map(JsonNode::asText).filter(it -> !it.isEmpty()).toList());
        }
        return String.valueOf(property.getType());
    }
}
