package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.CleanupPolicy;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JarFetch;
import io.flinkoperator.api.JobManagerPorts;
import io.flinkoperator.api.JobManagerSpec;
import io.flinkoperator.api.NetworkAccess;
import io.flinkoperator.api.RestartBackoff;
import io.flinkoperator.api.TaskManagerPorts;
import io.flinkoperator.api.TaskManagerSpec;
import java.util.Set;

/**
 * The values that fields have when nobody sets them: those of the CRD's schema, for objects that
 * never went through it.
 */
final class Defaults {
    /** Objects that are there even if nobody writes them. */
    private static final Set<Class<?>> ALWAYS_THERE =
            Set.of(
                    CleanupPolicy.class,
                    JarFetch.class,
                    JobManagerPorts.class,
                    JobManagerSpec.class,
                    NetworkAccess.class,
                    RestartBackoff.class,
                    TaskManagerPorts.class,
                    TaskManagerSpec.class);

    private Defaults() {}

    /** The spec with defaults where it says nothing. */
    static ObjectNode filledIn(JsonNode spec) {
        ObjectNode result = spec.deepCopy();
        fillIn(result, FlinkClusterSpec.class);
        return result;
    }

    /** The spec without what is a default anyway. */
    static ObjectNode leftOut(JsonNode spec) {
        ObjectNode result = spec.deepCopy();
        leaveOut(result, FlinkClusterSpec.class);
        return result;
    }

    private static void fillIn(ObjectNode object, Class<?> type) {
        for (SpecField field : SpecField.of(type)) {
            String name = field.name();
            if (!object.hasNonNull(name)) {
                field.standard().ifPresent(value -> object.set(name, value));
                if (ALWAYS_THERE.contains(field.type())) {
                    object.putObject(name);
                }
            }
            Class<?> inner = field.element();
            if (object.get(name) instanceof ObjectNode child && inner.isRecord()) {
                fillIn(child, inner);
            } else if (object.path(name).isArray() && inner.isRecord()) {
                object.get(name).forEach(item -> fillInItem(item, inner));
            }
        }
    }

    private static void fillInItem(JsonNode item, Class<?> type) {
        if (item instanceof ObjectNode object) {
            fillIn(object, type);
        }
    }

    private static void leaveOut(ObjectNode object, Class<?> type) {
        for (SpecField field : SpecField.of(type)) {
            String name = field.name();
            JsonNode value = object.get(name);
            if (value instanceof ObjectNode child && field.type().isRecord()) {
                leaveOut(child, field.type());
            }
            boolean isNothing =
                    ALWAYS_THERE.contains(field.type()) && value != null && value.isEmpty();
            if (isNothing || field.standard().filter(it -> it.equals(value)).isPresent()) {
                object.remove(name);
            }
        }
    }
}
