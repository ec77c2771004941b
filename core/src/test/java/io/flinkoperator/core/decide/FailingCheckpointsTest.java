package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Snapshot;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A store that refuses, say, while the job itself runs on. */
class FailingCheckpointsTest {
    private final Scene scene =
            Scene.running(
                    """
                    image: {name: "flink:2.3.0"}
                    taskManager: {replicas: 2}
                    job: {jarFile: /opt/flink/usrlib/job.jar, savepointsDir: "s3://sp"}
                    """);

    @Test
    void aJobWhoseCheckpointsFailIsDegradedUntilOneIsCompleted() {
        // Given
        scene.checkpoints(7).settle();
        String time = scene.status().at("/components/job/checkpointTime").asText();

        // When
        failing(Optional.of("Failure to finalize checkpoint."));

        // Then
        assertThat(degraded().path("status").asText()).isEqualTo("True");
        assertThat(degraded().path("reason").asText()).isEqualTo("CheckpointsFailing");
        assertThat(degraded().path("message").asText())
                .isEqualTo(
                        "The job runs, but its last three checkpoints have failed: Failure to"
                                + " finalize checkpoint. The newest that is known is of "
                                + time
                                + ". The logs of the JobManager and the TaskManagers have the"
                                + " cause.");

        // When
        failing(Optional.empty());

        // Then
        assertThat(degraded().path("status").asText()).isEqualTo("False");
    }

    private void failing(Optional<String> reason) {
        scene.details(
                        new Checkpoints(
                                true,
                                Checkpoints.Retention.ALWAYS,
                                7,
                                Optional.of(new Snapshot(7, scene.path("chk-7"), scene.now)),
                                Optional.empty(),
                                false,
                                reason),
                        null)
                .settle();
    }

    private JsonNode degraded() {
        return Scene.condition(scene.status(), "Degraded");
    }
}
