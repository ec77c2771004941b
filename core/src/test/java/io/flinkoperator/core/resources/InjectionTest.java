package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user writes stays a value: it becomes no part of a shell script, of YAML or of JSON. */
class InjectionTest {
    private static final String HARMLESS = "harmless";

    static Stream<String> hostile() {
        return Stream.of(
                        "\"; touch /tmp/owned; \"",
                        "'$(id)'",
                        "`id`",
                        "$(HOME)",
                        "a: {b: c} # d",
                        "{\"kind\": \"Pod\"}",
                        "x\n---\nkind: Pod",
                        "--add-opens %s %n \\0")
                .flatMap(
                        text ->
                                Stream.of(
                                                "1.9 Detached ",
                                                "1.20 Application ",
                                                "2.3.0 Detached ",
                                                "2.3.0 Application ")
                                        .map(kind -> kind + text));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void scriptsAreTheSameWhateverTheUserWrites(String sample) {
        String[] parts = sample.split(" ", 3);

        List<List<String>> commands = commands(objects(parts[0], parts[1], parts[2]));

        assertThat(commands)
                .isNotEmpty()
                .isEqualTo(commands(objects(parts[0], parts[1], HARMLESS)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void objectsAreReadBackAsTheyWere(String sample) {
        String[] parts = sample.split(" ", 3);
        List<HasMetadata> objects = objects(parts[0], parts[1], parts[2]);

        assertThat(objects)
                .allSatisfy(
                        object -> {
                            HasMetadata again =
                                    Serialization.unmarshal(
                                            Serialization.asYaml(object), object.getClass());
                            assertThat(Json.tree(again)).isEqualTo(Json.tree(object));
                        })
                .extracting(HasMetadata::getKind)
                .doesNotContain("Pod");
        assertThat(Json.tree(objects).findValuesAsText("value")).contains(parts[2]);
    }

    private static List<HasMetadata> objects(String version, String mode, String text) {
        String quoted = TextNode.valueOf(text).toString();
        // Lines and comments are refused there.
        String option = TextNode.valueOf(text.replaceAll("[\n#]", " ")).toString();
        ValidCluster cluster =
                Clusters.valid(
                        """
                        image: {name: "flink:%s"}
                        envVars: [{name: HOSTILE, value: %s}]
                        flinkProperties: {some.option: %s}
                        logConfig: {log4j-console.properties: %s}
                        job:
                          mode: %s
                          jarFile: /opt/flink/usrlib/job.jar
                          className: com.example.Job
                          args: [%s]
                        """
                                .formatted(version, quoted, option, quoted, mode, quoted));
        List<HasMetadata> all = new ArrayList<>(DesiredResources.all(cluster));
        all.add(
                Jobs.of(
                        cluster,
                        cluster.job().orElseThrow(),
                        Revision.jobId(cluster.uid(), cluster.revision(), 0),
                        Optional.of(new RestoreStatus("s3://sp/1", null, null))));
        return all;
    }

    private static List<List<String>> commands(List<HasMetadata> objects) {
        return Json.tree(objects).findValues("command").stream()
                .map(
                        command -> {
                            List<String> words = new ArrayList<>();
                            for (JsonNode word : command) {
                                words.add(word.asText());
                            }
                            return words;
                        })
                .toList();
    }
}
