package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.FlinkJobState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users write into annotations, at the times when it is hardest to do right. */
class JobWordsTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            job: {jarFile: /opt/flink/usrlib/job.jar, %s}
            """;
    private static final String SAVED = "savepointsDir: \"s3://sp\", args: [a]";
    private static final String RESTARTS =
            SAVED
                    + ", restartPolicy: FromSavepointOnFailure, restartBackoff: {initialSeconds: 8},"
                    + " cleanupPolicy: {afterJobCancelled: KeepCluster}";

    private static Scene running(String job) {
        return Scene.running(FORM.formatted(job)).checkpoints(1).settle();
    }

    @Test
    void abortEndsASavepointThatIsBeingTakenByAnotherWord() {
        // Given
        Scene scene = running(SAVED);
        scene.word("savepoint").round();

        // When
        scene.word("abort").settle().after(Duration.ofHours(1)).settle();

        // Then
        assertThat(scene.status().at("/savepoint/message").asText()).isEqualTo("aborted");
        assertThat(control(scene)).isEqualTo("abort Succeeded");
        assertThat(scene.asked).hasSize(1);
    }

    @Test
    void aSavepointAskedForWhileTheJobIsOnItsWayIsTakenOnceItRuns() {
        // Given
        Scene scene = running(RESTARTS);
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();

        // When
        scene.word("savepoint").settle();

        // Then
        assertThat(control(scene)).isEqualTo("savepoint InProgress");
        assertThat(scene.asked).isEmpty();

        // When
        scene.after(Duration.ofSeconds(9)).settle();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(1).settleOnce();

        // Then
        assertThat(scene.asked).isNotEmpty();
        scene.completed("s3://sp/1").settle();
        assertThat(control(scene)).isEqualTo("savepoint Succeeded");
    }

    @Test
    void aSavepointThatWaitsForTheJobGivesWayToAnotherWord() {
        // Given
        Scene scene = running(RESTARTS);
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();
        scene.word("savepoint").settle();

        // When
        scene.word("job-cancel").settle();

        // Then
        assertThat(control(scene)).isEqualTo("job-cancel Succeeded");
        assertThat(state(scene)).isEqualTo("Cancelled");
    }

    @Test
    void aSavepointOfAJobThatIsOverIsRefused() {
        // Given
        Scene scene = running(RESTARTS);
        scene.word("job-cancel").round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // When
        scene.word("savepoint").settle();

        // Then
        assertThat(control(scene)).isEqualTo("savepoint Failed");
        assertThat(scene.status().at("/control/message").asText())
                .isEqualTo("the job is Cancelled, not Running");
    }

    @Test
    void abortOfARestartLeavesTheJobCancelled() {
        // Given
        Scene scene = running(RESTARTS);
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();
        assertThat(state(scene)).isEqualTo("Restarting");

        // When
        scene.word("abort").settle().after(Duration.ofHours(1)).settle();

        // Then
        assertThat(state(scene)).isEqualTo("Cancelled");
        assertThat(control(scene)).isEqualTo("abort Succeeded");
        assertThat(scene.status().at("/history/0/outcome").asText()).isEqualTo("Aborted");
        scene.word("job-resume").settle();
        assertThat(state(scene)).isEqualTo("Deploying");
    }

    @Test
    void abortOfAnUpdateWhoseJobIsBeingStoppedBringsTheOldRevisionBack() {
        // Given
        Scene scene = running(SAVED);
        String revision = scene.status().at("/revision/currentRevision").asText();
        scene.spec(FORM.formatted(SAVED.replace("[a]", "[b]"))).passPreflight();
        scene.settleOnce();

        // When: Flink cannot be told to go on once it stops a job with a savepoint.
        scene.word("abort").round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();
        scene.jobs().settle();

        // Then
        assertThat(control(scene)).isEqualTo("abort Succeeded");
        assertThat(state(scene)).isEqualTo("Deploying");
        assertThat(scene.status().at("/revision/currentRevision").asText()).isEqualTo(revision);
        assertThat(scene.status().at("/components/job/fromSavepoint").asText())
                .isEqualTo("s3://sp/final");
    }

    @Test
    void abortSaysSoIfNothingIsUnderWay() {
        // When
        Scene scene = running(SAVED).word("abort").settle();

        // Then
        assertThat(control(scene)).isEqualTo("abort Failed");
        assertThat(scene.status().at("/control/message").asText())
                .isEqualTo("nothing is under way that could be aborted");
    }

    @Test
    void abortDoesNotOutdoTheSpec() {
        // Given
        Scene scene = running(SAVED);
        scene.spec(FORM.formatted(SAVED + ", cancelRequested: true")).round();

        // When
        scene.word("abort").settleOnce();

        // Then
        assertThat(control(scene)).isEqualTo("abort Failed");
        assertThat(scene.status().at("/savepoint/state").asText()).isEqualTo("InProgress");
    }

    @Test
    void anUpdateThatWouldLoseTheStateGoesOnIfAUserSaysSo() {
        // Given: nowhere to save to, and checkpoints that go with the job.
        Scene scene = Scene.running(FORM.formatted("args: [a]"));
        scene.retention = io.flinkoperator.core.model.Checkpoints.Retention.NEVER;
        scene.checkpoints(1).settle();
        scene.spec(FORM.formatted("args: [b]")).passPreflight().settle();
        assertThat(scene.asked).isEmpty();

        // When
        scene.word("start-without-state").round();

        // Then
        assertThat(scene.asked).singleElement().isInstanceOf(Action.CancelJob.class);
        scene.jobs(scene.job(FlinkJobState.CANCELED)).settle();
        scene.jobs().settle();
        assertThat(state(scene)).isEqualTo("Deploying");
        assertThat(control(scene)).isEqualTo("start-without-state Succeeded");
        assertThat(scene.status().at("/components/job/fromSavepoint").isMissingNode()).isTrue();
    }

    @Test
    void aRunningJobIsNotStarted() {
        // When
        Scene scene = running(SAVED).word("start-without-state").settle();

        // Then
        assertThat(control(scene)).isEqualTo("start-without-state Failed");
        assertThat(scene.asked).isEmpty();
    }

    @Test
    void aJobThatTheSpecCancelsIsNotStarted() {
        // Given
        Scene scene = running(SAVED);
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();

        // When
        scene.spec(FORM.formatted(SAVED + ", cancelRequested: true"));
        scene.word("start-without-state").settle().settle();

        // Then
        assertThat(control(scene)).isEqualTo("start-without-state Failed");
        assertThat(scene.status().at("/control/message").asText()).contains("not to run");
    }

    @Test
    void aRevisionThatIsNoneIsRefusedWithAnEvent() {
        // Given
        Scene scene = running(SAVED);
        scene.cluster
                .getMetadata()
                .setAnnotations(new HashMap<>(Map.of(Control.ROLL_BACK_TO, "sales-gone")));

        // When
        List<ClusterEvent> events = scene.round().events();

        // Then
        assertThat(events)
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.reason()).isEqualTo("RollbackRefused");
                            assertThat(event.message()).contains("'sales-gone'");
                        });
        assertThat(scene.cluster.getMetadata().getAnnotations()).isEmpty();
    }

    @Test
    void aScheduledSavepointThatFailsIsTriedAgainAfterAPause() {
        // Given
        Scene scene = running(SAVED + ", savepointSchedule: {cron: \"0 3 * * *\"}");
        scene.after(Duration.ofHours(4)).round();

        // When
        scene.failed("disk full").settle();

        // Then
        assertThat(scene.after(Duration.ofSeconds(9)).settle().asked).hasSize(1);
        scene.after(Duration.ofSeconds(2)).round();
        assertThat(scene.asked).hasSize(2);
        scene.completed("s3://sp/1").settle();
        assertThat(scene.after(Duration.ofHours(20)).settle().asked).hasSize(2);
    }

    private static String state(Scene scene) {
        return scene.status().at("/components/job/state").asText();
    }

    private static String control(Scene scene) {
        return scene.status().at("/control/name").asText()
                + " "
                + scene.status().at("/control/state").asText();
    }
}
