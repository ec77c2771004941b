package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.FlinkClusterSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields of a spec that do not exist. The schema of v1alpha1 lets them in. */
public final class UnknownFields {
    private final List<Field> found = new ArrayList<>();

    private record Field(String parentPath, ObjectNode parent, Class<?> type, String name) {
        String path() {
            return parentPath + "." + name;
        }

        Problem problem() {
            String sentence = "there is no such field; it has no effect";
            return new Problem(
                    path(),
                    suggestion().map(it -> sentence + "; perhaps you mean " + it).orElse(sentence));
        }

        private Optional<String> suggestion() {
            return SpecField.of(type).stream()
                    .map(SpecField::name)
                    .filter(known -> distance(known, name) <= name.length() / 4)
                    .min(Comparator.comparingInt(known -> distance(known, name)))
                    .map(known -> parentPath + "." + known)
                    .or(() -> elsewhere("spec", FlinkClusterSpec.class).findFirst());
        }

        /** Where a field of this name is, or of the end of this name. */
        private Stream<String> elsewhere(String path, Class<?> other) {
            return SpecField.of(other).stream()
                    .flatMap(
                            field -> {
                                String own = path + "." + field.name();
                                return Stream.concat(
                                        distance(field.name(), name) == 0
                                                ? Stream.of(own)
                                                : Stream.empty(),
                                        field.type().isRecord()
                                                ? elsewhere(own, field.type())
                                                : Stream.empty());
                            });
        }
    }

    private UnknownFields(JsonNode spec) {
        visit("spec", spec, FlinkClusterSpec.class);
    }

    /** A warning for each of a spec, whatever spelling it is in. */
    public static List<Problem> of(JsonNode spec) {
        return in(spec).stream().map(Field::problem).toList();
    }

    /** Cuts them off, and returns their paths. */
    public static List<String> cut(JsonNode spec) {
        List<Field> fields = in(spec);
        fields.forEach(it -> it.parent().remove(it.name()));
        return fields.stream().map(Field::path).toList();
    }

    private static List<Field> in(JsonNode spec) {
        return new UnknownFields(spec).found;
    }

    private void visit(String path, JsonNode value, Class<?> type) {
        if (!(value instanceof ObjectNode object)) {
            return;
        }
        List<SpecField> known = SpecField.of(type);
        object.properties().stream()
                .filter(it -> known.stream().noneMatch(field -> field.name().equals(it.getKey())))
                .filter(it -> saysSomething(it.getValue()))
                .forEach(it -> found.add(new Field(path, object, type, it.getKey())));
        known.stream()
                .filter(field -> field.element().isRecord())
                .forEach(field -> visit(path, object.path(field.name()), field));
    }

    private void visit(String parent, JsonNode value, SpecField field) {
        String path = parent + "." + field.name();
        if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                visit(path + "[" + index + "]", value.get(index), field.element());
            }
        } else {
            visit(path, value, field.type());
        }
    }

    /** What is empty is read as if it were not there. */
    private static boolean saysSomething(JsonNode value) {
        return value.isContainerNode()
                ? !value.isEmpty()
                : !value.isNull() && !value.asText().isBlank();
    }

    /** Number of letters to change, of whatever case; none if the one ends with the other. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        if (a.length() > 4 && b.endsWith(a)) {
            return 0;
        }
        int[] above = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= a.length(); row++) {
            int diagonal = above[0];
            above[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int changed = diagonal + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                diagonal = above[column];
                above[column] = Math.min(changed, Math.min(above[column], above[column - 1]) + 1);
            }
        }
        return above[b.length()];
    }
}
