package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What a user who gets something wrong is told, word for word; bad-input.yaml is the table. */
@ExtendWith(ControlPlaneExtension.class)
class BadInputIT {
    private static final List<BadInput> TABLE = BadInput.all();
    private static final String SESSION =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            """;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        Logger operator = (Logger) LoggerFactory.getLogger("io.flinkoperator");
        operator.setLevel(Level.DEBUG);
        operator.setAdditive(false);
        operator.addAppender(log);
        log.start();
        world = new World(controlPlane, namespace).startOperator();
    }

    @AfterEach
    void stopWorld() {
        world.close();
        Logger operator = (Logger) LoggerFactory.getLogger("io.flinkoperator");
        operator.detachAppender(log);
        operator.setAdditive(true);
        operator.setLevel(null);
    }

    @Test
    void everyClassHasACaseOrAReasonWhyNot() {
        assertThat(TABLE.stream().map(BadInput::classOfInput).distinct())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 34).mapToObj(number -> "C" + number).toList());
        assertThat(TABLE)
                .allSatisfy(
                        row ->
                                assertThat(
                                                Stream.of(
                                                        row.strict(),
                                                        row.apiServer(),
                                                        row.condition(),
                                                        row.warning(),
                                                        row.elsewhere()))
                                        .anyMatch(text -> text != null && !text.isBlank()));
    }

    @TestFactory
    Stream<DynamicTest> theApiServerSays() {
        return rows(row -> row.overlay() != null)
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> isAnswered(row)));
    }

    private void isAnswered(BadInput row) {
        String expected = row.strict() == null ? row.apiServer() : row.strict();
        assertThat(once(refusal(row))).isEqualTo(expected == null ? "" : once(expected));
    }

    /** Newer API servers say some things twice. */
    private static String once(String refusal) {
        return refusal.replaceAll(", <nil>: Invalid value: \"\": Checked value[^,]*", "");
    }

    /** What kubectl shows after the words "The FlinkCluster "bad" is invalid:". */
    private String refusal(BadInput row) {
        KubernetesClientException refusal =
                catchThrowableOfType(
                        KubernetesClientException.class,
                        () ->
                                world.client
                                        .resource(
                                                row.draft("v1beta1", "bad")
                                                        .written(world.namespace))
                                        .dryRun()
                                        .fieldValidation(Validation.STRICT)
                                        .create());
        return refusal == null ? "" : said(refusal);
    }

    /** Kubernetes 1.30 puts the type of an object where its value would stand. */
    private static String said(KubernetesClientException refusal) {
        return refusal.getStatus()
                .getMessage()
                .replaceFirst("(?s)^FlinkCluster.*? is invalid: ", "")
                .replaceFirst("(?s)^FlinkCluster in version .* cannot be handled as a .*?: ", "")
                .replaceFirst("(?s)^\\[(.*), <nil>: .* to complete validation]$", "$1")
                .replace("Invalid value: \"object\": ", "Invalid value: ");
    }

    @Test
    void whatComesPastTheSchemaIsRefusedByTheOperatorWithoutMakingAnything() {
        // Given
        Map<String, BadInput> rows = named(row -> row.condition() != null);

        // When
        rows.forEach(
                (name, row) ->
                        world.client
                                .resource(row.draft("v1alpha1", name).written(world.namespace))
                                .create());

        // Then
        eventually(() -> assertThat(messages("Ready")).hasSameSizeAs(rows));
        Map<String, String> expected = new TreeMap<>();
        rows.forEach((name, row) -> expected.put(name + " " + row, row.condition()));
        assertThat(told(rows, "Ready")).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(world.versions().keySet())
                .filteredOn(name -> !name.startsWith("Event/") && !name.startsWith("FlinkCluster/"))
                .allMatch("ConfigMap/kube-root-ca.crt"::equals);
        noSecretIsTold();
    }

    @Test
    void whatIsAcceptedWithoutEffectIsTold() {
        // Given
        Map<String, BadInput> rows = named(row -> row.warning() != null);

        // When
        rows.forEach(
                (name, row) ->
                        world.client
                                .resource(row.draft("v1beta1", name).written(world.namespace))
                                .create());

        // Then
        eventually(() -> assertThat(messages("SpecWarning")).hasSameSizeAs(rows));
        Map<String, String> expected = new TreeMap<>();
        rows.forEach((name, row) -> expected.put(name + " " + row, row.warning()));
        assertThat(told(rows, "SpecWarning")).containsExactlyInAnyOrderEntriesOf(expected);
        noSecretIsTold();
    }

    @Test
    void whatRunsIsTouchedByNoBadSpec() {
        // Given
        world.jobManager("lab", 4);
        world.create("lab", SESSION);
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        Map<String, String> before = world.versionsAtRest();
        before.keySet().removeIf(name -> !name.matches("(ConfigMap|Service|StatefulSet)/.*"));

        for (BadInput row : rows(row -> row.condition() != null).toList()) {
            // When
            replaceSpec(row.draft("v1alpha1", "lab"));

            // Then
            eventually(
                    () ->
                            assertThat(world.condition("lab", "Ready", "message"))
                                    .as(row.toString())
                                    .isEqualTo(row.condition()));
            assertThat(world.condition("lab", "Ready", "reason")).isEqualTo("InvalidSpec");
        }
        assertThat(world.versions()).containsAllEntriesOf(before);

        // When
        replaceSpec(new Draft("v1alpha1", "lab", Serialization.unmarshal(SESSION, JsonNode.class)));

        // Then
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        assertThat(world.versions()).containsAllEntriesOf(before);
        noSecretIsTold();
    }

    @Test
    void whatCannotBeChangedIsTold() {
        // Given
        world.create("lab", SESSION);
        Map<String, String> expected =
                Map.of(
                        "{\"spec\": {\"job\": {\"jarFile\": \"/j.jar\"}}}",
                        "spec: Invalid value: spec.job can be neither added nor removed: a cluster"
                                + " stays a session cluster or a job cluster; create another"
                                + " FlinkCluster",
                        "{\"spec\": {\"taskManager\": {\"deploymentType\": \"Deployment\"}}}",
                        "spec.taskManager.deploymentType: Invalid value: deploymentType cannot be"
                                + " changed; set it back, or delete and create the FlinkCluster"
                                + " anew");

        // When and then
        expected.forEach(
                (patch, message) ->
                        assertThat(
                                        said(
                                                catchThrowableOfType(
                                                        KubernetesClientException.class,
                                                        () -> world.patch("lab", patch))))
                                .isEqualTo(message));
    }

    private void replaceSpec(Draft draft) {
        eventually(
                () ->
                        world.client
                                .genericKubernetesResources(
                                        "flinkoperator.k8s.io/v1alpha1", "FlinkCluster")
                                .inNamespace(world.namespace)
                                .withName("lab")
                                .edit(
                                        lab -> {
                                            lab.setAdditionalProperty("spec", draft.spec());
                                            return lab;
                                        }));
    }

    private static Stream<BadInput> rows(Predicate<BadInput> which) {
        return TABLE.stream().filter(which);
    }

    /** Rows by names for their clusters. */
    private static Map<String, BadInput> named(Predicate<BadInput> which) {
        Map<String, BadInput> named = new TreeMap<>();
        rows(which).forEach(row -> named.put("bad-" + (100 + named.size()), row));
        return named;
    }

    /** Messages of a condition by names of clusters. */
    private Map<String, String> messages(String condition) {
        return clusters().stream()
                .map(cluster -> cluster.getMetadata().getName())
                .filter(name -> !world.condition(name, condition).isMissingNode())
                .collect(
                        Collectors.toMap(
                                name -> name, name -> world.condition(name, condition, "message")));
    }

    private Map<String, String> told(Map<String, BadInput> rows, String condition) {
        Map<String, String> told = new TreeMap<>();
        messages(condition)
                .forEach((name, message) -> told.put(name + " " + rows.get(name), message));
        return told;
    }

    private List<FlinkCluster> clusters() {
        return world.client
                .resources(FlinkCluster.class)
                .inNamespace(world.namespace)
                .list()
                .getItems();
    }

    private void noSecretIsTold() {
        List<String> told = new ArrayList<>();
        clusters().forEach(cluster -> told.add(String.valueOf(cluster.getStatus())));
        world.client.v1().events().inNamespace(world.namespace).list().getItems().stream()
                .map(Event::getMessage)
                .forEach(told::add);
        List.copyOf(log.list)
                .forEach(
                        line ->
                                told.add(
                                        line.getFormattedMessage()
                                                + line.getKeyValuePairs()
                                                + line.getThrowableProxy()));
        assertThat(log.list).isNotEmpty();
        assertThat(told).noneMatch(text -> text.contains(GeneratedSpecs.CANARY));
    }
}
