package io.flinkoperator.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Specs made from the CRD's own schema: mostly what it allows, now and then what it does not. What
 * the schema leaves open is taken from a file of examples.
 */
final class GeneratedSpecs {
    /** Stands in every value that may be secret, and must be seen nowhere else. */
    static final String CANARY = "8675309";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> SECRETIVE =
            Set.of("value", "flinkProperties", "logConfig", "args");

    /** Parts that most interesting specs have. */
    private static final Set<String> FREQUENT =
            Set.of("jobManager", "taskManager", "job", "jarFile");

    private static final JsonNode SCHEMA = schema();
    private static final JsonNode EXAMPLES =
            Serialization.unmarshal(
                    World.read(Path.of("src/test/resources/generated-specs.yaml")), JsonNode.class);

    /** How many of 1000 values are not what the schema says. */
    private final int hostility;

    private GeneratedSpecs(int hostility) {
        this.hostility = hostility;
    }

    /** Clusters of which most are valid. */
    static Arbitrary<Draft> mostlyValid() {
        return new GeneratedSpecs(2).drafts(Arbitraries.just("lab"));
    }

    /** Clusters of which hardly any is valid. */
    static Arbitrary<Draft> hostile() {
        Arbitrary<String> names =
                Arbitraries.of(
                        "lab",
                        "a",
                        "a".repeat(40),
                        "a".repeat(41),
                        "1a",
                        "A",
                        "a.b",
                        "-a",
                        "",
                        "é");
        return new GeneratedSpecs(50).drafts(names);
    }

    private Arbitrary<Draft> drafts(Arbitrary<String> names) {
        Arbitrary<String> versions = Arbitraries.of("v1beta1", "v1alpha1");
        return Combinators.combine(versions, names, object(SCHEMA, false)).as(Draft::new);
    }

    private static JsonNode schema() {
        JsonNode crd =
                Serialization.unmarshal(
                        World.read(Path.of("../helm/flink-operator/crds/flinkclusters.yaml")),
                        JsonNode.class);
        for (JsonNode version : crd.at("/spec/versions")) {
            if (version.path("name").asText().equals("v1beta1")) {
                return version.at("/schema/openAPIV3Schema/properties/spec");
            }
        }
        throw new IllegalStateException("The CRD has no version v1beta1");
    }

    private Arbitrary<JsonNode> value(String name, JsonNode schema, boolean secret) {
        boolean isSecret = secret || SECRETIVE.contains(name);
        Arbitrary<JsonNode> damaged =
                isSecret ? of(EXAMPLES.path("secretDamage")) : of(EXAMPLES.path("damage"));
        return Arbitraries.frequencyOf(
                Tuple.of(1000 - hostility, asTheSchemaSays(name, schema, isSecret)),
                Tuple.of(hostility, damaged));
    }

    private Arbitrary<JsonNode> asTheSchemaSays(String name, JsonNode schema, boolean secret) {
        if (schema.has("enum")) {
            return of(schema.path("enum"));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(name, schema, secret);
            case "array" -> array(name, schema, secret);
            case "integer" -> number(name, schema);
            case "boolean" -> bool(name);
            case "string" -> text(name, secret);
            default -> example(EXAMPLES.path("quantities"));
        };
    }

    private Arbitrary<JsonNode> object(String name, JsonNode schema, boolean secret) {
        if (EXAMPLES.path("objects").has(name)) {
            return example(EXAMPLES.path("objects").path(name));
        }
        if (schema.has("properties")) {
            return object(schema, secret);
        }
        Arbitrary<JsonNode> values = value("", schema.path("additionalProperties"), secret);
        return Arbitraries.maps(key(name), values)
                .ofMaxSize(3)
                .map(entries -> JSON.objectNode().setAll(entries));
    }

    private Arbitrary<JsonNode> object(JsonNode schema, boolean secret) {
        Set<String> required = Set.copyOf(texts(schema.path("required")));
        List<String> names = new ArrayList<>();
        List<Arbitrary<Optional<JsonNode>>> values = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            double share = FREQUENT.contains(name) ? 0.7 : 0.1;
            Arbitrary<JsonNode> value = value(name, property.getValue(), secret);
            names.add(name);
            values.add(required.contains(name) ? value.map(Optional::of) : value.optional(share));
        }
        return Combinators.combine(values).as(all -> object(names, all));
    }

    private static JsonNode object(List<String> names, List<Optional<JsonNode>> values) {
        ObjectNode object = JSON.objectNode();
        for (int index = 0; index < names.size(); index++) {
            String name = names.get(index);
            values.get(index).ifPresent(value -> object.set(name, value));
        }
        return object;
    }

    private Arbitrary<JsonNode> array(String name, JsonNode schema, boolean secret) {
        return value(name, schema.path("items"), secret)
                .list()
                .ofMaxSize(2)
                .map(items -> (JsonNode) JSON.arrayNode().addAll(items));
    }

    private static Arbitrary<JsonNode> bool(String name) {
        return EXAMPLES.path("booleans").has(name)
                ? example(EXAMPLES.path("booleans").path(name))
                : of(JSON.arrayNode().add(true).add(false));
    }

    private static Arbitrary<JsonNode> number(String name, JsonNode schema) {
        if (EXAMPLES.path("numbers").has(name)) {
            return example(EXAMPLES.path("numbers").path(name));
        }
        int least = schema.path("minimum").asInt(-5);
        int most = schema.path("maximum").asInt(Integer.MAX_VALUE);
        return Arbitraries.frequencyOf(
                        Tuple.of(60, Arbitraries.integers().between(least, Math.min(most, 60000))),
                        Tuple.of(1, Arbitraries.of(least - 1, most, Integer.MIN_VALUE)))
                .map(IntNode::valueOf);
    }

    /** Of a text with known meaning a good one, else a plain one; of any, hostile ones. */
    private Arbitrary<JsonNode> text(String name, boolean secret) {
        JsonNode known = EXAMPLES.path("texts").path(name);
        Arbitrary<JsonNode> good =
                secret
                        ? Arbitraries.just(TextNode.valueOf(CANARY))
                        : example(known.isMissingNode() ? EXAMPLES.path("plain") : known);
        Arbitrary<JsonNode> bad =
                Arbitraries.oneOf(
                                of(EXAMPLES.path("hostile")),
                                Arbitraries.strings()
                                        .ofMaxLength(20)
                                        .map(text -> (JsonNode) TextNode.valueOf(text)),
                                Arbitraries.just(TextNode.valueOf("x".repeat(70_000))))
                        .map(text -> secret ? TextNode.valueOf(CANARY + text.asText()) : text);
        return Arbitraries.frequencyOf(Tuple.of(1000 - hostility, good), Tuple.of(hostility, bad));
    }

    private Arbitrary<String> key(String name) {
        JsonNode known = EXAMPLES.path("keys").path(name);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        1000 - hostility,
                        Arbitraries.of(
                                texts(known.isMissingNode() ? EXAMPLES.path("plain") : known))),
                Tuple.of(hostility, Arbitraries.of(texts(EXAMPLES.path("hostile")))));
    }

    private static Arbitrary<JsonNode> of(JsonNode list) {
        return Arbitraries.of(items(list));
    }

    /** The first of the examples as often as all others together. */
    private static Arbitrary<JsonNode> example(JsonNode list) {
        List<JsonNode> all = items(list);
        return Arbitraries.oneOf(Arbitraries.just(all.get(0)), Arbitraries.of(all));
    }

    private static List<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static List<String> texts(JsonNode list) {
        return items(list).stream().map(JsonNode::asText).toList();
    }
}
