package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import io.flinkoperator.core.resources.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A status that is emptied, or replaced by an old one. */
class RecollectionTest {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "s3://cp"}
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: "s3://sp"
              restartPolicy: FromSavepointOnFailure
              restartBackoff: {initialSeconds: 1}
            """;

    private static final String SESSION =
            """
            image: {name: "flink:2.3.0"}
            flinkProperties: {taskmanager.numberOfTaskSlots: "%d"}
            """;

    @Test
    void aRunningJobIsFoundAgain() {
        // Given
        Scene scene = runningAgain();
        String id = scene.jobId();

        // When
        scene.cluster.setStatus(null);
        Decision found = scene.round();
        scene.settle();

        // Then
        assertThat(found.actions()).isEmpty();
        assertThat(found.events()).anyMatch(it -> it.reason().equals("StatusLost"));
        runsAs(scene, id);
        assertThat(scene.status().at("/components/job/attempt").asInt()).isEqualTo(1);
        assertThat(submissions(scene)).isOne();
    }

    @Test
    void aRunningJobIsFoundAgainFromTheStatusOfAnEarlierRun() {
        // Given
        Scene scene = Scene.running(SPEC).checkpoints(1).settle();
        JsonNode old = scene.status();
        restart(scene);
        String id = scene.jobId();

        // When
        scene.cluster.setStatus(old);
        scene.settle();

        // Then
        runsAs(scene, id);
        assertThat(submissions(scene)).isOne();
    }

    @Test
    void aRunningJobIsFoundAgainByItsIdAlone() {
        // Given
        Scene scene = runningAgain();
        String id = scene.jobId();
        removeSubmitter(scene);

        // When
        scene.cluster.setStatus(null);
        scene.settle();

        // Then
        runsAs(scene, id);
        assertThat(submissions(scene)).isZero();
    }

    @Test
    void whatIsNotFoundIsNotStartedFromNothing() {
        // Given
        Scene scene = runningAgain();
        String lost = scene.jobId();
        scene.end(Names.submitter("sales"), "Complete");
        scene.details = Optional.empty();
        scene.jobs();

        // When
        scene.cluster.setStatus(null);
        scene.settleOnce();
        scene.after(Duration.ofMinutes(5)).jobs().settleOnce();

        // Then
        assertThat(state(scene)).isEqualTo("Lost");
        assertThat(Scene.condition(scene.status(), "StateSafe").path("message").asText())
                .contains("forgotten with its status", "start-without-state");
        assertThat(submissions(scene)).isOne();

        // When
        startByHand(scene);

        // Then
        assertThat(state(scene)).isEqualTo("Deploying");
        assertThat(scene.status().at("/components/job/fromSavepoint").asText())
                .isEqualTo("s3://sp/by-hand");
        assertThat(scene.jobId()).isNotEqualTo(lost);
    }

    @Test
    void aSubmissionWhoseStateIsForgottenIsNotMadeAgainWithoutIt() {
        // Given
        Scene scene = Scene.running(SPEC).checkpoints(1).settle();
        scene.jobs(scene.job(FlinkJobState.FAILED)).settleOnce();
        scene.after(Duration.ofMinutes(1)).jobs().settleOnce();
        scene.cluster.setStatus(null);
        scene.settleOnce();
        assertThat(state(scene)).isEqualTo("Deploying");

        // When
        removeSubmitter(scene);
        scene.settleOnce();
        scene.after(Duration.ofMinutes(5)).settleOnce();

        // Then
        assertThat(state(scene)).isEqualTo("Lost");
        assertThat(submissions(scene)).isZero();
    }

    @Test
    void aJobThatHasComeToItsEndIsNotRunAgain() {
        // Given
        Scene scene = finished();

        // When
        scene.cluster.setStatus(null);
        scene.settleOnce();

        // Then
        assertThat(state(scene)).isEqualTo("Lost");
        assertThat(submissions(scene)).isZero();
    }

    @Test
    void whatWasFoundNowhereIsFoundTheNextTime() {
        // Given
        Scene scene = finished();
        scene.cluster.setStatus(null);
        scene.settleOnce();
        startByHand(scene);
        String id = scene.jobId();
        scene.after(Duration.ofMinutes(1));
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(1).settle();
        assertThat(scene.status().at("/components/job/attempt").asInt()).isGreaterThan(3600);

        // When
        scene.cluster.setStatus(null);
        scene.settle();

        // Then
        runsAs(scene, id);
    }

    @Test
    void aJobIsSavedBeforeItsClusterGoes() {
        // Given
        Scene scene = runningAgain();
        scene.cluster.setStatus(null);
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());

        // When
        Decision first = scene.round();
        scene.settleOnce();

        // Then
        assertThat(first.released()).isFalse();
        assertThat(scene.asked).anyMatch(Action.TakeSavepoint.class::isInstance);
    }

    @Test
    void jobsOfASessionClusterGoOnThoughItsSpecHasChangedMeanwhile() {
        // Given
        Scene scene = new Scene(SESSION.formatted(2));
        scene.settle();
        scene.jobs(
                new FlinkJob(
                        "0".repeat(32),
                        "by hand",
                        FlinkJobState.RUNNING,
                        FlinkTasks.ALL_RUN,
                        Scene.START,
                        Optional.empty(),
                        Optional.empty()));
        scene.settle();
        List<HasMetadata> pods = workloads(scene);

        // When
        scene.cluster.setStatus(null);
        scene.cluster.setSpec(Clusters.of(SESSION.formatted(3)).getSpec());
        scene.settle();

        // Then
        assertThat(workloads(scene)).isEqualTo(pods);
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("reason").asText())
                .isEqualTo("JobsRunning");
    }

    private static List<HasMetadata> workloads(Scene scene) {
        return scene.owned.stream().filter(StatefulSet.class::isInstance).toList();
    }

    private static Scene runningAgain() {
        Scene scene = Scene.running(SPEC).checkpoints(1).settle();
        restart(scene);
        return scene;
    }

    /** A job that has come to its end, and whose cluster was cleaned up. */
    private static Scene finished() {
        Scene scene = runningAgain();
        scene.jobs(scene.job(FlinkJobState.FINISHED)).settle();
        scene.owned.removeIf(it -> it instanceof Job);
        return scene.after(Duration.ofHours(1)).jobs();
    }

    private static void startByHand(Scene scene) {
        scene.cluster.setSpec(
                Clusters.of(SPEC + "  fromSavepoint: \"s3://sp/by-hand\"\n").getSpec());
        scene.settleOnce();
    }

    private static void runsAs(Scene scene, String id) {
        assertThat(scene.jobId()).isEqualTo(id);
        assertThat(state(scene)).isEqualTo("Running");
    }

    private static void restart(Scene scene) {
        scene.jobs(scene.job(FlinkJobState.FAILED)).settleOnce();
        scene.after(Duration.ofMinutes(1)).jobs().settleOnce();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(1).settle();
        assertThat(scene.status().at("/components/job/attempt").asInt()).isEqualTo(1);
        assertThat(state(scene)).isEqualTo("Running");
    }

    private static void removeSubmitter(Scene scene) {
        scene.owned.removeIf(it -> it.getMetadata().getName().equals(Names.submitter("sales")));
    }

    private static String state(Scene scene) {
        return scene.status().at("/components/job/state").asText();
    }

    private static long submissions(Scene scene) {
        return scene.owned.stream()
                .filter(it -> it.getMetadata().getName().equals(Names.submitter("sales")))
                .count();
    }
}
