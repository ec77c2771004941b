package io.flinkoperator.operator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.flinkoperator.api.FlinkCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Of who owns which field: only what was written as v1alpha1, whose schema takes fields that are
 * not stored. All else is skipped.
 */
final class OlderFields extends StdDeserializer<List<ManagedFieldsEntry>> {
    private static final long serialVersionUID = 1;
    private static final String VERSION = FlinkCluster.GROUP + "/v1alpha1";

    OlderFields() {
        super(List.class);
    }

    @Override
    public List<ManagedFieldsEntry> deserialize(JsonParser json, DeserializationContext context)
            throws IOException {
        List<ManagedFieldsEntry> entries = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            ManagedFieldsEntry entry = entry(json, context);
            if (entry.getFieldsV1() != null && entry.getSubresource() == null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Kubernetes writes the version before the fields. */
    private static ManagedFieldsEntry entry(JsonParser json, DeserializationContext context)
            throws IOException {
        ManagedFieldsEntry entry = new ManagedFieldsEntry();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("apiVersion")) {
                entry.setApiVersion(json.getText());
            } else if (name.equals("subresource")) {
                entry.setSubresource(json.getText());
            } else if (name.equals("fieldsV1") && VERSION.equals(entry.getApiVersion())) {
                entry.setFieldsV1(context.readValue(json, FieldsV1.class));
            } else {
                json.skipChildren();
            }
        }
        return entry;
    }
}
