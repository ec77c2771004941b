package io.flinkoperator.core.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.flinkoperator.core.spec.Amounts;
import io.flinkoperator.core.spec.Json;
import java.util.ArrayList;
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

    /**
     * Items that others added to a list with a key are theirs; any other list is ours as a whole.
     */
    private static Optional<String> inArray(String path, JsonNode desired, JsonNode actual) {
        List<JsonNode> items = new ArrayList<>();
        if (actual != null) {
            actual.forEach(items::add);
        }
        Optional<String> key = key(path, desired);
        if (key.isEmpty() && desired.size() != items.size()) {
            return Optional.of(path);
        }
        for (int index = 0; index < desired.size(); index++) {
            JsonNode item = desired.get(index);
            JsonNode same = key.isEmpty() ? items.get(index) : withKey(items, key.get(), item);
            Optional<String> found = difference(path + "[" + index + "]", item, same);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The field by which Kubernetes merges the items of a list. */
    private static Optional<String> key(String path, JsonNode items) {
        String key =
                path.endsWith(".ownerReferences")
                        ? "uid"
                        : path.endsWith(".volumeMounts") ? "mountPath" : "name";
        boolean allHaveIt = !items.isEmpty();
        for (JsonNode item : items) {
            allHaveIt = allHaveIt && item.hasNonNull(key);
        }
        return allHaveIt ? Optional.of(key) : Optional.empty();
    }

    private static JsonNode withKey(List<JsonNode> items, String key, JsonNode wanted) {
        return items.stream()
                .filter(item -> wanted.get(key).equals(item.get(key)))
                .findFirst()
                .orElse(null);
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
