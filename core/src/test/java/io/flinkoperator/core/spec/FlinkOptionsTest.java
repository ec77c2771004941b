package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.GeneratedPage;
import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of Flink's options row by row, and the page that is made from it. */
class FlinkOptionsTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/DesiredResourcesTest");
    private static final List<JsonNode> CASES = cases();

    @TestFactory
    Stream<DynamicTest> anOptionThatAUserSetsTooIsAnsweredAsTheTableSays() {
        return CASES.stream()
                .map(
                        it ->
                                DynamicTest.dynamicTest(
                                        it.path("row").asText() + " " + it.path("options"),
                                        () -> check(it)));
    }

    private static void check(JsonNode given) {
        // Given
        FlinkCluster cluster = cluster(given);

        // When
        Parsed parsed = SpecParser.parse(cluster, Clusters.PLATFORM);

        // Then
        if (given.has("refused")) {
            assertThat(Clusters.problems(cluster)).containsExactly(given.get("refused").asText());
            return;
        }
        ValidCluster valid = ((Parsed.Valid) parsed).cluster();
        assertThat(valid.warnings())
                .extracting(Problem::toString)
                .isEqualTo(
                        Optional.ofNullable(given.get("warning")).map(JsonNode::asText).stream()
                                .toList());
        Map<String, String> options = FlinkConfiguration.of(valid);
        given.path("config")
                .properties()
                .forEach(
                        it ->
                                assertThat(options.get(it.getKey()))
                                        .as(it.getKey())
                                        .isEqualTo(it.getValue().textValue()));
        given.path("ends")
                .properties()
                .forEach(
                        it ->
                                assertThat(options.get(it.getKey()))
                                        .endsWith(it.getValue().asText()));
        valid.job()
                .map(job -> Jobs.of(valid, job, "0".repeat(32), Optional.empty()))
                .map(job -> job.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs())
                .ifPresent(
                        args ->
                                assertThat(String.join(" ", args))
                                        .contains(given.path("argument").asText()));
    }

    private static FlinkCluster cluster(JsonNode given) {
        FlinkCluster cluster = Clusters.of(Clusters.SESSION);
        ObjectNode spec = (ObjectNode) cluster.getSpec();
        given.path("spec").properties().forEach(it -> spec.set(it.getKey(), it.getValue()));
        spec.set("flinkProperties", given.path("options"));
        return cluster;
    }

    @Test
    void everyRowIsTried() {
        Set<String> tried =
                CASES.stream().map(it -> it.path("row").asText()).collect(Collectors.toSet());
        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(rows().map(FlinkOption::key).toList());
        assertThat(CASES)
                .allSatisfy(
                        it ->
                                assertThat(it.path("options").properties())
                                        .as(it.toString())
                                        .anyMatch(
                                                option ->
                                                        isAbout(it.path("row"), option.getKey())));
    }

    private static boolean isAbout(JsonNode row, String option) {
        return FlinkOptions.of(option).filter(it -> it.key().equals(row.asText())).isPresent()
                || row.asText().equals("high-availability.jobmanager.port");
    }

    @TestFactory
    Stream<DynamicTest> everyOptionThatTheOperatorWritesIsInTheTable() throws IOException {
        try (Stream<Path> scenarios = Files.list(SCENARIOS)) {
            return scenarios.sorted().toList().stream()
                    .map(
                            scenario ->
                                    DynamicTest.dynamicTest(
                                            scenario.getFileName().toString(),
                                            () -> assertThat(strangers(scenario)).isEmpty()));
        }
    }

    private static Set<String> strangers(Path scenario) {
        ValidCluster cluster =
                Clusters.valid(
                        Serialization.unmarshal(
                                read(scenario.resolve("in.yaml")), FlinkCluster.class));
        return FlinkConfiguration.of(cluster).keySet().stream()
                .filter(key -> !cluster.spec().flinkProperties().containsKey(key))
                .filter(key -> FlinkOptions.of(key).isEmpty())
                .collect(Collectors.toSet());
    }

    @Test
    void pageIsMadeFromTheTable() throws IOException {
        GeneratedPage.isUpToDate("flink-options.md", page());
    }

    private static String page() {
        String head =
                """
                # Flink options

                Made by `make generate`; do not edit. Any option of Flink can be set in `flinkProperties`. These are the ones that the operator sets,
                derives, reads or must own, and what happens if you set them, too. Warnings are in condition `SpecWarning`; a refusal is in condition
                `Ready`, and `kubectl flink validate` tells both before you apply. Every other option is written as you give it.

                A blank value counts as not set where the operator has a value of its own. An option that ends in `*` stands for all that begin so and
                have no row of their own.
                """;
        return head
                + FlinkOptions.TABLE.entrySet().stream()
                        .map(part -> section(part.getKey(), part.getValue()))
                        .collect(Collectors.joining());
    }

    private static String section(String title, List<FlinkOption> rows) {
        return "\n## %s\n\n| option | the operator sets it to | if you set it, too |\n|---|---|---|\n"
                        .formatted(title)
                + rows.stream()
                        .map(
                                row ->
                                        "| `%s` | %s | %s |\n"
                                                .formatted(
                                                        row.key(),
                                                        row.origin(),
                                                        row.outcome().words()))
                        .collect(Collectors.joining());
    }

    private static Stream<FlinkOption> rows() {
        return FlinkOptions.TABLE.values().stream().flatMap(List::stream);
    }

    private static List<JsonNode> cases() {
        JsonNode all =
                Serialization.unmarshal(
                        read(Path.of("src/test/resources/flink-options.yaml")), JsonNode.class);
        return StreamSupport.stream(all.spliterator(), false).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
