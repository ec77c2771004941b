package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What kstatus, the library by which Flux judges resources, makes of a FlinkCluster. */
@ExtendWith(ControlPlaneExtension.class)
class KstatusIT {
    private static final String SESSION =
            "image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 1}\n";
    private static final String JOB = SESSION + "job: {jarFile: /opt/flink/usrlib/job.jar}\n";

    private World world;

    @BeforeEach
    void startOperator(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
    }

    @AfterEach
    void stopOperator() {
        world.close();
    }

    @Test
    void aSessionClusterIsInProgressUntilItIsReady() {
        // When
        world.create("lab", SESSION);

        // Then
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Creating"));
        assertThat(kstatus("lab")).startsWith("InProgress: ");

        // When
        world.jobManager("lab", 1);

        // Then
        eventually(() -> assertThat(kstatus("lab")).startsWith("Current: "));

        // When
        world.patch("lab", "{\"spec\": {\"taskManager\": {\"replicas\": 2}}}");

        // Then: until the operator has seen it, by its generation; until it is done, by Ready.
        eventually(
                () ->
                        assertThat(world.status("lab", "/components/taskManager/ready"))
                                .isEqualTo("2/2"));
        eventually(() -> assertThat(kstatus("lab")).startsWith("Current: "));
    }

    @Test
    void aJobThatRunsIsCurrentAndOneThatFailedForGoodHasFailed() {
        // When
        String id = world.running("sales", JOB);

        // Then
        eventually(() -> assertThat(kstatus("sales")).startsWith("Current: "));

        // When
        FakeJobManager jobManager = world.flink.find(world.namespace, "sales").orElseThrow();
        jobManager.fail(id, "java.lang.IllegalStateException: no");

        // Then
        eventually(() -> assertThat(kstatus("sales")).startsWith("Failed: "));
    }

    @Test
    void aJobThatSucceededIsCurrent() {
        // Given
        String id = world.running("sales", JOB);

        // When
        world.flink.find(world.namespace, "sales").orElseThrow().finish(id);

        // Then
        eventually(
                () -> {
                    assertThat(world.status("sales", "/components/job/state"))
                            .isEqualTo("Succeeded");
                    assertThat(kstatus("sales")).startsWith("Current: ");
                });
    }

    /** The status, a colon and a sentence. */
    private String kstatus(String name) {
        try {
            Process kstatus = new ProcessBuilder(System.getenv("KSTATUS")).start();
            try (OutputStream input = kstatus.getOutputStream()) {
                input.write(
                        Serialization.asJson(world.cluster(name)).getBytes(StandardCharsets.UTF_8));
            }
            String said =
                    new String(kstatus.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(kstatus.waitFor(Eventually.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(kstatus.exitValue()).isZero();
            return said;
        } catch (IOException failure) {
            throw new IllegalStateException("Failed to run " + System.getenv("KSTATUS"), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while kstatus ran", stopped);
        }
    }
}
