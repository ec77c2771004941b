package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is secret is told to those who need it, and appears nowhere else. */
@ExtendWith(ControlPlaneExtension.class)
class CanaryIT {
    private static final String CANARY = "canary-";
    private static final String JOB =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            envVars:
              - {name: PLAIN, value: "canary-in-env"}
              - {name: SECRET, valueFrom: {secretKeyRef: {name: vault, key: password}}}
            flinkProperties:
              execution.checkpointing.dir: "file:///cp"
              s3.secret-key: "canary-in-property"
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: file:///sp
              args: ["--password", "canary-in-argument"]
              restartPolicy: FromSavepointOnFailure
              restartBackoff: {initialSeconds: 0}
            """;

    private World world;
    private Stage stage;
    private OperatorProcess operator;

    @BeforeEach
    void begin(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace);
        stage = new Stage(world);
        operator =
                OperatorProcess.start(
                        "canary",
                        controlPlane,
                        world.namespace,
                        Map.of("FLINK_REST_URL", world.template(), "LEADER_ELECTION", "false"));
    }

    @AfterEach
    void end() {
        operator.close();
        stage.close();
        world.close();
    }

    @Test
    void nothingSecretIsTold() throws Exception {
        // Given
        world.client
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName("vault")
                                .withNamespace(world.namespace)
                                .endMetadata()
                                .addToStringData("password", "canary-in-secret")
                                .build())
                .create();
        Actor user = new Actor("sales", world, stage);
        world.create("sales", JOB);
        user.awaitRunning(1);

        // When: all goes well, and all goes wrong.
        user.say("savepoint");
        user.awaitWord("savepoint");
        user.flink()
                .fail(
                        user.job(),
                        "java.io.IOException: 403 for https://me:canary-in-uri@store.example.com/a");
        user.awaitRunning(2);
        user.change("{\"job\":{\"args\":[\"--password\",\"canary-in-argument\",\"b\"]}}");
        user.awaitRunning(3);
        user.flink().failSavepoints("java.io.IOException: secret-key=canary-in-cause is wrong");
        user.say("savepoint");
        eventually(
                () ->
                        assertThat(user.status("/savepoint/message"))
                                .contains("java.io.IOException"));
        user.change("{\"job\":{\"jarFile\":\"https://me:canary-in-jar@example.com/job.jar\"}}");
        eventually(
                () -> assertThat(world.condition("sales", "Ready", "message")).contains("jarFile"));
        user.change("{\"flinkProperties\":{\"s3.secret-key\":\"canary-in-\\nline\"}}");
        eventually(
                () ->
                        assertThat(world.condition("sales", "Ready", "message"))
                                .contains("flinkProperties"));

        // Then
        assertThat(Serialization.asJson(world.statefulSet("sales-jobmanager")))
                .as("what needs it has it")
                .contains("canary-in-env");
        Map<String, String> told = new LinkedHashMap<>();
        told.put("status", Serialization.asJson(world.cluster("sales").getStatus()));
        told.put(
                "events",
                Serialization.asJson(
                        world.client.v1().events().inNamespace(world.namespace).list()));
        told.put("log", operator.log());
        told.put("metrics", operator.get("/metrics").body());
        told.forEach(
                (where, text) -> assertThat(text).as(where).isNotBlank().doesNotContain(CANARY));
    }
}
