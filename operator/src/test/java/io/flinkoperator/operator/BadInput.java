package io.flinkoperator.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;

/**
 * A row of bad-input.yaml, whose head says what its columns are.
 *
 * @param classOfInput C1 to C34.
 * @param what What is wrong.
 * @param name Name of the cluster; null for the usual one.
 * @param overlay What the spec has besides an image.
 * @param strict What the API server says if it is strict with fields.
 * @param apiServer What the API server says.
 * @param condition What the operator says.
 * @param warning What the operator says and goes on.
 * @param elsewhere Why there is no test here.
 */
record BadInput(
        @JsonProperty("class") String classOfInput,
        String what,
        String name,
        @JsonProperty("spec") ObjectNode overlay,
        String strict,
        String apiServer,
        String condition,
        String warning,
        String elsewhere) {

    static List<BadInput> all() {
        return List.of(
                Serialization.unmarshal(
                        World.read(Path.of("src/test/resources/bad-input.yaml")),
                        BadInput[].class));
    }

    /** The spec, with an image unless it is the image that is wrong. */
    Draft draft(String version, String usualName) {
        ObjectNode spec = Serialization.unmarshal("image: {name: 'flink:2.3.0'}", ObjectNode.class);
        overlay.properties()
                .forEach(
                        field -> {
                            JsonNode value = field.getValue();
                            if (value.isNull()) {
                                spec.remove(field.getKey());
                            } else {
                                spec.set(field.getKey(), value);
                            }
                        });
        return new Draft(version, name == null ? usualName : name, spec);
    }

    @Override
    public String toString() {
        return classOfInput + " " + what;
    }
}
