package io.flinkoperator.core.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.generator.annotation.Default;
import io.flinkoperator.api.WhenChanged;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A field of a spec, as its annotations say. Reading annotations takes far longer than using them.
 *
 * @param name Its name.
 * @param type Its type.
 * @param element Type of its elements if it is a list, else its own.
 * @param makesPods Whether pods are made from it.
 * @param standard What it is if nobody sets it; empty for nothing.
 */
record SpecField(
        String name,
        Class<?> type,
        Class<?> element,
        boolean makesPods,
        Optional<JsonNode> standard) {
    private static final ClassValue<List<SpecField>> FIELDS =
            new ClassValue<>() {
                @Override
                protected List<SpecField> computeValue(Class<?> type) {
                    return Stream.of(type.getRecordComponents()).map(SpecField::of).toList();
                }
            };

    /** The fields of a record type. */
    static List<SpecField> of(Class<?> type) {
        return FIELDS.get(type);
    }

    private static SpecField of(RecordComponent field) {
        JsonProperty name = field.getAccessor().getAnnotation(JsonProperty.class);
        return new SpecField(
                name == null ? field.getName() : name.value(),
                field.getType(),
                elementType(field),
                !field.isAnnotationPresent(WhenChanged.class),
                standard(field));
    }

    private static Optional<JsonNode> standard(RecordComponent field) {
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
