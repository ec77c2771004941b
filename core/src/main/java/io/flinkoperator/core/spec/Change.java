package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flinkoperator.api.Effect;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.WhenChanged;
import io.flinkoperator.core.model.Secrets;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A field in which two specs differ, defaults filled in.
 *
 * @param field Path of the field.
 * @param before Its value in the one; a dash if it has none, three dots if it is no single value.
 * @param after Its value in the other.
 * @param effect What a change of it does to what runs.
 */
public record Change(String field, String before, String after, Effect effect) {
    private static final int LONGEST = 60;

    /** All fields in which two clusters differ. */
    public static List<Change> between(ValidCluster one, ValidCluster other) {
        List<Change> changes = new ArrayList<>();
        Place spec = new Place("spec", Effect.RESTART, Optional.of(FlinkClusterSpec.class));
        compare(spec, Json.tree(one.spec()), Json.tree(other.spec()), changes);
        return changes;
    }

    /** A field and what is known of it; a type only where the fields below have effects. */
    private record Place(String field, Effect effect, Optional<Class<?>> type) {

        Place child(String name) {
            Optional<RecordComponent> component =
                    type.stream()
                            .flatMap(it -> Arrays.stream(it.getRecordComponents()))
                            .filter(it -> it.getName().equals(name))
                            .findFirst();
            return new Place(
                    field + "." + name,
                    component
                            .map(it -> it.getAnnotation(WhenChanged.class))
                            .map(WhenChanged::value)
                            .orElse(effect),
                    component.<Class<?>>map(RecordComponent::getType).filter(Class::isRecord));
        }
    }

    private static void compare(
            Place place, JsonNode before, JsonNode after, List<Change> changes) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isObject() && !after.isObject()) {
            String field = place.field();
            changes.add(new Change(field, text(field, before), text(field, after), place.effect()));
            return;
        }
        TreeSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.forEach(
                name ->
                        compare(
                                place.child(name),
                                Optional.ofNullable(before.get(name)).orElse(absent()),
                                Optional.ofNullable(after.get(name)).orElse(absent()),
                                changes));
    }

    private static JsonNode absent() {
        return JsonNodeFactory.instance.missingNode();
    }

    /** Lists may hold anything, passwords too. */
    private static String text(String field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "–";
        }
        if (value.isContainerNode()) {
            return "…";
        }
        String prefix = field + ": ";
        String text = Secrets.masked(prefix + value.asText()).substring(prefix.length());
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
