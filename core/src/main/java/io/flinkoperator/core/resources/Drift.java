package io.flinkoperator.core.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.flinkoperator.core.spec.Amounts;
import io.flinkoperator.core.spec.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an object differs from what the operator wants of it. What others added is not a difference,
 * and neither is another way to write the same quantity.
 */
public final class Drift {
    private Drift() {}

    /** Path of the first difference; empty if there is none. */
    public static Optional<String> between(HasMetadata desired, HasMetadata actual) {
        return difference("", Json.tree(desired), Json.tree(actual));
    }

    private static Optional<String> difference(String path, JsonNode desired, JsonNode actual) {
        if (desired.isObject()) {
            return inObject(path, desired, actual);
        }
        if (desired.isArray()) {
            return inArray(path, desired, actual);
        }
        boolean same =
                actual == null
                        ? isNothing(desired)
                        : desired.equals(actual) || isSameAmount(desired, actual);
        return same ? Optional.empty() : Optional.of(path);
    }

    private static Optional<String> inObject(String path, JsonNode desired, JsonNode actual) {
        if (actual == null || !actual.isObject()) {
            return isNothing(desired) ? Optional.empty() : Optional.of(path);
        }
        for (Map.Entry<String, JsonNode> field : desired.properties()) {
            Optional<String> found =
                    difference(
                            path + "." + field.getKey(),
                            field.getValue(),
                            actual.get(field.getKey()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inArray(String path, JsonNode desired, JsonNode actual) {
        int size = actual == null || !actual.isArray() ? 0 : actual.size();
        if (desired.size() != size) {
            return Optional.of(path);
        }
        for (int index = 0; index < size; index++) {
            Optional<String> found =
                    difference(path + "[" + index + "]", desired.get(index), actual.get(index));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isSameAmount(JsonNode desired, JsonNode actual) {
        if (!desired.isTextual() || !actual.isTextual()) {
            return false;
        }
        var wanted = amount(desired.asText());
        return wanted.isPresent()
                && amount(actual.asText())
                        .filter(is -> is.compareTo(wanted.get()) == 0)
                        .isPresent();
    }

    private static Optional<java.math.BigDecimal> amount(String text) {
        boolean mayBeOne = !text.isEmpty() && Character.isDigit(text.charAt(0));
        return mayBeOne ? Amounts.of(new Quantity(text)) : Optional.empty();
    }

    /** The API server leaves out what is empty, zero or false. */
    private static boolean isNothing(JsonNode desired) {
        return desired.isEmpty()
                && (!desired.isValueNode() || List.of("", "0", "false").contains(desired.asText()));
    }
}
