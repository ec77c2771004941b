package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.Clusters;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftTest {
    private static final String SPEC =
            """
            image: {name: f}
            jobManager: {resources: {limits: {cpu: "1", memory: 1024Mi}}}
            envVars: [{name: EMPTY, value: ""}, {name: GREETING, value: hello}]
            """;

    @Test
    void anObjectDoesNotDifferFromItself() {
        assertThat(Drift.between(desired(), desired())).isEmpty();
    }

    static Stream<Arguments> whatTheApiServerDoes() {
        return Stream.of(
                Arguments.of(
                        "writes quantities in its own way",
                        edit("1024Mi", "1Gi").andThen(edit("cpu: \"1\"", "cpu: 1000m"))),
                Arguments.of("leaves out the empty value", edit("          value: \"\"\n", "")),
                Arguments.of(
                        "adds defaults",
                        edit("name: \"jobmanager\"\n", "$0        terminationMessagePath: /x\n")),
                Arguments.of("adds a status", edit("$", "\nstatus: {replicas: 1}\n")),
                Arguments.of(
                        "keeps what another manager adds to a list",
                        edit("        - name: \"GREETING\"\n", "        - name: X\n$0")),
                Arguments.of("adds an annotation", edit("  annotations:\n", "$0    other: x\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatTheApiServerDoes")
    void whatTheApiServerDoesIsNoDifference(String what, Consumer<StringBuilder> edit) {
        assertThat(Drift.between(desired(), edited(edit))).as(what).isEmpty();
    }

    static Stream<Arguments> whatSomebodyDoes() {
        String container = ".spec.template.spec.containers[0]";
        return Stream.of(
                Arguments.of(edit("1024Mi", "2Gi"), container + ".resources.limits.memory"),
                Arguments.of(edit("value: \"hello\"", "value: hi"), container + ".env[1].value"),
                Arguments.of(
                        edit("        - name: \"GREETING\"\n          value: \"hello\"\n", ""),
                        container + ".env[1]"),
                Arguments.of(edit("value: \"\"", "value: full"), container + ".env[0].value"),
                Arguments.of(edit("replicas: 1", "replicas: 2"), ".spec.replicas"),
                Arguments.of(edit("replicas: 1", "minReadySeconds: 0"), ".spec.replicas"),
                Arguments.of(edit("    app: \"flink\"\n", ""), ".metadata.labels.app"),
                Arguments.of(
                        edit("(?s)  ownerReferences:.*?uid[^\n]+\n", ""),
                        ".metadata.ownerReferences[0]"),
                Arguments.of(edit("image: \"f\"", "image: g"), container + ".image"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("whatSomebodyDoes")
    void whatSomebodyChangesIsFound(Consumer<StringBuilder> edit, String path) {
        assertThat(Drift.between(desired(), edited(edit))).contains(path);
    }

    private static StatefulSet desired() {
        return DesiredResources.all(Clusters.valid(SPEC)).stream()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static StatefulSet edited(Consumer<StringBuilder> edit) {
        String yaml = Serialization.asYaml(desired());
        StringBuilder text = new StringBuilder(yaml);
        edit.accept(text);
        assertThat(text.toString()).as("the edit changes something").isNotEqualTo(yaml);
        return Serialization.unmarshal(text.toString(), StatefulSet.class);
    }

    private static Consumer<StringBuilder> edit(String pattern, String replacement) {
        return text -> {
            String edited = text.toString().replaceFirst(pattern, replacement);
            text.replace(0, text.length(), edited);
        };
    }
}
