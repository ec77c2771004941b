package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that is wrong as a whole: too much, forbidden, or not the user's to write. */
@ExtendWith(ControlPlaneExtension.class)
class UnusualInputIT {
    private static final String PRIVILEGED =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: root}
            spec:
              containers: [{name: root, image: busybox, securityContext: {privileged: true}}]
            """;
    private static final String LONG_TEXT = "x".repeat(60);
    private static final String SESSION =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            """;

    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
    }

    @AfterEach
    void stopWorld() {
        world.close();
    }

    @Test
    void hugeSpecsHoldNobodyUp() {
        // Given
        StringBuilder options = new StringBuilder("flinkProperties:\n");
        StringBuilder wrong = new StringBuilder("flinkProperties:\n");
        for (int index = 0; index < 10_000; index++) {
            options.append("  option.").append(index).append(": ").append(LONG_TEXT).append('\n');
            wrong.append("  \"wrong option ").append(index).append("\": a\n");
        }
        world.jobManager("huge", 4);
        world.jobManager("lab", 4);

        // When
        world.create("huge", SESSION + options);
        world.create("wrong", SESSION + wrong);
        world.create(
                "long", SESSION + "job: {jarFile: /j, className: '" + "a ".repeat(250_000) + "'}");
        world.create("lab", SESSION);

        // Then
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        eventually(() -> assertThat(world.condition("huge", "Ready", "status")).isEqualTo("True"));
        eventually(
                () ->
                        assertThat(world.condition("wrong", "Ready", "message"))
                                .startsWith(
                                        "spec.flinkProperties: 'wrong option 0' is not the name of"
                                                + " a Flink option;")
                                .endsWith("; and 9980 more")
                                .hasSizeLessThan(5_000));
        eventually(
                () ->
                        assertThat(world.condition("long", "Ready", "message"))
                                .isEqualTo(
                                        "spec.job.className: '"
                                                + "a ".repeat(50)
                                                + "...' is not the name of a Java class such as"
                                                + " \"com.example.Job\""));
    }

    @Test
    void aConfigurationThatIsTooBigForKubernetesIsTold() {
        // When
        world.create("lab", SESSION + "flinkProperties: {a.b: '" + "x".repeat(1_100_000) + "'}");

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .startsWith("Failed to apply ConfigMap lab-configmap: ")
                                .containsPattern("Too long: .* 1048576 bytes")
                                .hasSizeLessThan(2_000));
    }

    @Test
    void podsOfAnOfficialImageAreTakenWherePodSecurityIsRestricted() {
        // Given
        enforce("restricted");
        world.jobManager("lab", 4);

        // When
        world.create(
                "lab",
                """
                image: {name: "flink:2.3.0"}
                taskManager: {replicas: 1}
                highAvailability: {storageDir: "s3://ha"}
                job: {jarFile: "https://jars.example.com/a.jar"}
                """);

        // Then: JobManager, TaskManager, and the pod that fetches the jar and submits the job
        eventually(
                () ->
                        assertThat(
                                        world.client
                                                .pods()
                                                .inNamespace(world.namespace)
                                                .list()
                                                .getItems())
                                .hasSize(3));
        assertThat(world.condition("lab", "Degraded", "status")).isEqualTo("False");
    }

    private void enforce(String level) {
        eventually(
                () ->
                        world.client
                                .namespaces()
                                .withName(world.namespace)
                                .edit(
                                        own -> {
                                            own.getMetadata()
                                                    .getLabels()
                                                    .put(
                                                            "pod-security.kubernetes.io/enforce",
                                                            level);
                                            return own;
                                        }));
        eventually(
                () ->
                        assertThatThrownBy(
                                        () ->
                                                world.client
                                                        .resource(PRIVILEGED)
                                                        .inNamespace(world.namespace)
                                                        .dryRun()
                                                        .create())
                                .hasMessageContaining("violates PodSecurity \"" + level));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "baseline   @ StatefulSet lab-jobmanager: .*privileged \\(container \"root\" must"
                        + " not set securityContext.privileged=true\\)",
                "restricted @ StatefulSet lab-(job|task)manager: .*runAsNonRoot != true.*"
            })
    void aPodThatTheNamespaceForbidsIsTold(String level, String message) {
        // Given
        enforce(level);

        // When
        world.create(
                "lab",
                SESSION
                        + """
                        jobManager:
                          sidecars:
                            - name: root
                              image: busybox
                              securityContext: {privileged: true}
                        """);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .contains(
                                        "forbidden: violates PodSecurity \"" + level + ":latest\"")
                                .matches(message));
        assertThat(world.condition("lab", "Degraded", "reason")).isEqualTo("FailedCreate");
    }

    @Test
    void aStatusThatAUserWritesIsIgnored() {
        // Given
        world.jobManager("lab", 4);
        FlinkCluster cluster =
                Serialization.unmarshal(
                        Serialization.asYaml(
                                new Draft(
                                                "v1beta1",
                                                "lab",
                                                Serialization.unmarshal(SESSION, JsonNode.class))
                                        .written(world.namespace)),
                        FlinkCluster.class);
        cluster.setStatus(
                Serialization.unmarshal("state: Running\ncomponents: {}", JsonNode.class));

        // When
        FlinkCluster created = world.client.resource(cluster).create();
        world.patch("lab", "{\"status\": {\"state\": \"Stopped\"}}");

        // Then
        assertThat(created.getStatus()).isNull();
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        eventually(
                () ->
                        assertThat(world.events("lab"))
                                .extracting(Event::getReason)
                                .contains("ClusterRunning")
                                .doesNotContain("ClusterStopped"));
    }
}
