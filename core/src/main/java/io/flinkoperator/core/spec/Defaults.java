package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.generator.annotation.Default;
import io.flinkoperator.api.CleanupPolicy;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JarFetch;
import io.flinkoperator.api.JobManagerPorts;
import io.flinkoperator.api.JobManagerSpec;
import io.flinkoperator.api.NetworkAccess;
import io.flinkoperator.api.RestartBackoff;
import io.flinkoperator.api.TaskManagerPorts;
import io.flinkoperator.api.TaskManagerSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
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
        for (RecordComponent field : type.getRecordComponents()) {
            String name = field.getName();
            if (!object.hasNonNull(name)) {
                defaultOf(field).ifPresent(value -> object.set(name, value));
                if (ALWAYS_THERE.contains(field.getType())) {
                    object.putObject(name);
                }
            }
            Class<?> inner = elementType(field);
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
        for (RecordComponent field : type.getRecordComponents()) {
            String name = field.getName();
            JsonNode value = object.get(name);
            if (value instanceof ObjectNode child && field.getType().isRecord()) {
                leaveOut(child, field.getType());
            }
            boolean isNothing =
                    ALWAYS_THERE.contains(field.getType()) && value != null && value.isEmpty();
            if (isNothing || defaultOf(field).filter(it -> it.equals(value)).isPresent()) {
                object.remove(name);
            }
        }
    }

    private static Optional<JsonNode> defaultOf(RecordComponent field) {
        return Optional.ofNullable(field.getAccessor().getAnnotation(Default.class))
                .map(Default::value)
                .map(
                        text -> {
                            if (field.getType() == Integer.class) {
                                return IntNode.valueOf(Integer.parseInt(text));
                            }
                            return field.getType() == Boolean.class
                                    ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                                    : TextNode.valueOf(text);
                        });
    }

    private static Class<?> elementType(RecordComponent field) {
        return field.getGenericType() instanceof ParameterizedType generic
                        && generic.getActualTypeArguments().length == 1
                        && generic.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : field.getType();
    }
}
