package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes blank texts out of a spec: a field that is blank is not set. Clients in Go and templates
 * write it so. What Kubernetes and Flink define themselves, and arguments, stay as they are.
 */
final class Blanks {
    /** Lists in which a blank text stands for nothing; in others it may be meant. */
    private static final Set<String> LISTS =
            Set.of("classPath", "hostnames", "loadBalancerSourceRanges");

    private Blanks() {}

    /** Takes them out of an object of a type, all the way down. */
    static void remove(ObjectNode object, Class<?> type) {
        for (SpecField field : SpecField.of(type)) {
            JsonNode value = object.path(field.name());
            if (isText(field.type()) && isBlank(value)) {
                object.remove(field.name());
            } else if (value instanceof ObjectNode child) {
                remove(object, field, child);
            } else if (value instanceof ArrayNode list) {
                remove(list, field);
            }
        }
    }

    private static void remove(ObjectNode parent, SpecField field, ObjectNode child) {
        if (field.type().isRecord()) {
            remove(child, field.type());
        } else if (field.type() == ResourceRequirements.class && removeAmounts(child)) {
            parent.remove(field.name());
        }
    }

    /** Whether they were all blank, and nothing else is there. */
    private static boolean removeAmounts(ObjectNode resources) {
        for (String amounts : List.of("limits", "requests")) {
            boolean hadBlanks = resources.path(amounts).properties().removeIf(Blanks::isBlank);
            if (hadBlanks && resources.path(amounts).isEmpty()) {
                resources.remove(amounts);
                if (resources.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void remove(ArrayNode list, SpecField field) {
        if (LISTS.contains(field.name())) {
            list.removeIf(Blanks::isBlank);
        }
        if (field.element().isRecord()) {
            for (JsonNode item : list) {
                if (item instanceof ObjectNode object) {
                    remove(object, field.element());
                }
            }
        }
    }

    private static boolean isText(Class<?> type) {
        return type == String.class || type.isEnum() || type == Quantity.class;
    }

    private static boolean isBlank(Map.Entry<String, JsonNode> entry) {
        return isBlank(entry.getValue());
    }

    private static boolean isBlank(JsonNode value) {
        return value.isTextual() && value.asText().isBlank();
    }
}
