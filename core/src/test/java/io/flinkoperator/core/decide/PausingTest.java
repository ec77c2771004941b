package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that somebody wants to be left alone. */
class PausingTest {
    private static final String RESTARTS =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "s3://cp"}
            job: {jarFile: /opt/flink/usrlib/job.jar, restartPolicy: FromSavepointOnFailure}
            """;

    @Test
    void nothingIsDoneUntilTheAnnotationIsTakenAway() {
        // Given
        Scene scene = Scene.running(RESTARTS).checkpoints(1).settle();
        String before = scene.jobId();
        pause(scene, "true");

        // When
        scene.spec(RESTARTS.replace("replicas: 2", "replicas: 3"));
        scene.jobs(scene.job(FlinkJobState.FAILED));
        Decision paused = scene.round();
        Decision later = scene.round();

        // Then
        assertThat(paused.actions()).isEmpty();
        assertThat(later.actions()).isEmpty();
        assertThat(later.statusChanged()).isFalse();
        assertThat(Scene.condition(scene.status(), "Paused").path("status").asText())
                .isEqualTo("True");
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Failed");

        // When
        scene.cluster.getMetadata().setAnnotations(Map.of());
        scene.settleOnce();
        scene.after(Duration.ofMinutes(5)).jobs().settleOnce();

        // Then
        assertThat(scene.status().path("conditions").findValuesAsText("type"))
                .contains("Ready")
                .doesNotContain("Paused");
        assertThat(scene.jobId()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "", "until-monday"})
    void aNewClusterIsNotMade(String value) {
        Scene scene = new Scene(Clusters.SESSION);
        pause(scene, value);

        assertThat(scene.round().actions()).isEmpty();
        assertThat(scene.owned).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False"})
    void falseIsNoPause(String value) {
        Scene scene = new Scene(Clusters.SESSION);
        pause(scene, value);

        assertThat(scene.round().actions()).isNotEmpty();
    }

    @Test
    void whoDeletesAPausedClusterMeansIt() {
        // Given
        Scene scene = Scene.running(RESTARTS.replace("{jar", "{savepointsDir: \"s3://sp\", jar"));
        pause(scene, "true");
        scene.round();

        // When
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());
        scene.settleOnce();

        // Then
        assertThat(scene.asked).anyMatch(Action.TakeSavepoint.class::isInstance);
    }

    private static void pause(Scene scene, String value) {
        scene.cluster.getMetadata().setAnnotations(Map.of(Pausing.ANNOTATION, value));
    }
}
