package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.core.resources.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the search of the model has found; each is told in the words of docs/reliability.md. */
class JobRacesTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "s3://cp"}
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: "s3://sp"
              args: [%s]
              restartPolicy: FromSavepointOnFailure
              cleanupPolicy: {afterJobCancelled: KeepCluster}
              %s
            """;
    private static final String SUBMITTER = "sales-job-submitter";

    private static Scene deploying() {
        Scene scene = new Scene(FORM.formatted("a", ""));
        scene.round();
        scene.jobs().settle();
        assertThat(state(scene)).isEqualTo("Deploying");
        return scene;
    }

    private static Scene running(String more) {
        Scene scene = Scene.running(FORM.formatted("a", more));
        return scene.checkpoints(0).settle();
    }

    @Test
    void aJobThatRanUnseenAndIsLostGoesOnFromItsCheckpoint() {
        // Given: nobody looked while it ran.
        Scene scene = deploying();
        String job = scene.jobId();
        scene.end(SUBMITTER, "Complete");

        // When
        scene.after(Duration.ofMinutes(1)).jobs().settle();
        scene.after(Duration.ofMinutes(1)).settle();

        // Then
        assertThat(scene.jobId()).isNotEqualTo(job);
        assertThat(arguments(scene)).containsSequence("", "0", "s3://cp/" + job, "--");
    }

    @Test
    void anUpdateDoesNotOvertakeASubmissionThatMayHaveBegun() {
        // Given: the pod has not started when it was seen last.
        Scene scene = deploying();
        String job = scene.jobId();

        // When
        scene.spec(FORM.formatted("b", "")).round();

        // Then
        assertThat(state(scene)).isEqualTo("Deploying");
        assertThat(job(scene)).as("goes, unless it has begun").isEmpty();

        // And: its pod is still there.
        scene.pods.add(pod(job));
        scene.after(Duration.ofMinutes(1)).jobs().settleOnce();
        assertThat(state(scene)).isEqualTo("Deploying");

        // And: it has come too late.
        scene.pods.clear();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).round();
        assertThat(state(scene)).isEqualTo("Running");
        assertThat(scene.jobId()).isEqualTo(job);
    }

    @Test
    void anUpdateTakesThePlaceOfASubmissionThatWasWithdrawn() {
        // Given
        Scene scene = deploying();
        String job = scene.jobId();

        // When
        scene.spec(FORM.formatted("b", "")).round();
        scene.after(Duration.ofMinutes(1)).jobs().settle();

        // Then
        assertThat(state(scene)).isEqualTo("Deploying");
        assertThat(scene.jobId()).isNotEqualTo(job);
        assertThat(arguments(scene)).endsWith("b");
    }

    @Test
    void aDeletionWaitsForAJobThatMayHaveStarted() {
        // Given
        Scene scene = deploying();
        scene.end(SUBMITTER, "Complete");
        scene.unreachable();

        // When
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());

        // Then
        assertThat(scene.round().released()).isFalse();
        assertThat(scene.after(Duration.ofSeconds(301)).round().released()).isTrue();
    }

    @Test
    void aDeletionWithdrawsASubmissionThatHasNotBegunBeforeItLetsGo() {
        // Given
        Scene scene = deploying();

        // When
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());

        // Then
        assertThat(scene.round().released()).isFalse();
        assertThat(job(scene)).as("goes, unless it has begun").isEmpty();
        assertThat(scene.round().released()).isTrue();
    }

    @Test
    void aFinalSavepointThatNobodyHeardOfIsLookedFor() {
        // Given
        Scene scene = running("");
        String job = scene.jobId();
        scene.spec(FORM.formatted("b", "")).passPreflight();
        scene.round();
        assertThat(scene.asked).hasSize(1);

        // When: the JobManager dies with its answer.
        scene.jobs().after(Duration.ofMinutes(1)).jobs().settle();
        scene.after(Duration.ofMinutes(1)).settle();

        // Then
        assertThat(arguments(scene))
                .containsSequence(
                        "s3://cp/" + job, "s3://sp/savepoint-" + job.substring(0, 6) + "-*", "--");
    }

    @Test
    void aSavepointWhoseNumberIsNotKnownIsComparedWithCheckpointsByItsMetadata() {
        // Given: Flink says that it is completed, and its statistics do not show it yet.
        Scene scene = running("").checkpoints(7).settle();
        String job = scene.jobId();
        String checkpoint = scene.path("chk-7");
        ask(scene);
        String savepoint = "s3://sp/savepoint-" + job.substring(0, 6) + "-1";
        scene.completed(savepoint).settleOnce();

        // When
        scene.jobs().after(Duration.ofMinutes(1)).jobs().settle();
        scene.after(Duration.ofMinutes(1)).settle();

        // Then
        assertThat(scene.jobId()).isNotEqualTo(job);
        assertThat(arguments(scene))
                .containsSequence(checkpoint, "7", "s3://state/" + job, savepoint + "*", "--");
    }

    @Test
    void aSavepointThatIsInTheStatisticsBeforeItsRequestIsAnsweredIsNotTakenForTheOneBefore() {
        // Given: one savepoint, then checkpoints, then another savepoint.
        Scene scene = running("");
        String job = scene.jobId();
        String savepoint = "s3://sp/savepoint-" + job.substring(0, 6) + "-";
        ask(scene.details(statistics(scene, 1, savepoint + 2), null));
        scene.completed(savepoint + 2).settleOnce();
        scene.after(Duration.ofMinutes(2)).details(statistics(scene, 8, savepoint + 2), null);
        ask(scene.settleOnce());
        scene.details(statistics(scene, 8, savepoint + 9), null).settleOnce();

        // When: the answer never comes.
        scene.jobs().after(Duration.ofMinutes(1)).jobs().settle();
        scene.after(Duration.ofMinutes(1)).settle();

        // Then
        assertThat(scene.jobId()).isNotEqualTo(job);
        assertThat(arguments(scene))
                .containsSequence(
                        "s3://state/" + job + "/chk-8", "8", "s3://state/" + job, savepoint + "*");
    }

    private static void ask(Scene scene) {
        scene.word("savepoint").round();
        assertThat(scene.status().at("/savepoint/state").asText()).isEqualTo("InProgress");
    }

    /** A checkpoint and a savepoint; the number of the latter is the end of its path. */
    private static Checkpoints statistics(Scene scene, int checkpoint, String savepoint) {
        long id = Long.parseLong(savepoint.substring(savepoint.lastIndexOf('-') + 1));
        return new Checkpoints(
                true,
                Checkpoints.Retention.ALWAYS,
                2,
                Optional.of(new Snapshot(checkpoint, scene.path("chk-" + checkpoint), scene.now)),
                Optional.of(new Snapshot(id, savepoint, scene.now)),
                false,
                Optional.empty());
    }

    @Test
    void aSuspendedJobThatTheSpecCancelsIsCancelled() {
        // Given
        Scene scene = running("").spec(FORM.formatted("a", "") + "suspend: true");
        scene.round();
        scene.completed("s3://sp/savepoint").round();
        scene.jobs(scene.job(FlinkJobState.FINISHED)).settle();
        assertThat(state(scene)).isEqualTo("Suspended");

        // When
        scene.spec(FORM.formatted("a", "cancelRequested: true")).settle();

        // Then
        assertThat(state(scene)).isEqualTo("Cancelled");
    }

    @Test
    void aJobThatIsCancelledBeforeItsFirstCheckpointKeepsWhatItHadStartedFrom() {
        // Given
        Scene scene = running("fromSavepoint: s3://sp/first");

        // When
        scene.jobs(scene.job(FlinkJobState.CANCELED)).settle();
        scene.word(Control.RESUME).settle();

        // Then
        assertThat(state(scene)).isEqualTo("Deploying");
        assertThat(arguments(scene)).contains("s3://sp/first");
    }

    private static String state(Scene scene) {
        return scene.status().at("/components/job/state").asText();
    }

    private static Pod pod(String job) {
        return Serialization.unmarshal(
                "metadata: {name: late, labels: {%s: %s}}\nstatus: {phase: Pending}"
                        .formatted(Names.JOB_ID, job),
                Pod.class);
    }

    private static Optional<Job> job(Scene scene) {
        return scene.owned.stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .filter(job -> job.getMetadata().getName().equals(SUBMITTER))
                .findFirst();
    }

    private static List<String> arguments(Scene scene) {
        return job(scene)
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
    }

    @Test
    void anEndIsTakenInWithWhatBecameOfTheCheckpoints() {
        // Given
        Scene scene = Scene.running(FORM.formatted("a", "")).checkpoints(1).settle();
        scene.jobs(scene.job(FlinkJobState.FINISHED));

        // When: the operator has just started, and has not asked about this job yet.
        FlinkView whole = scene.flink;
        scene.flink = withoutDetails((FlinkView.Reachable) whole);
        scene.settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Running");
        scene.flink = whole;
        scene.settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Succeeded");
        assertThat(scene.status().at("/components/job/checkpointing").asText())
                .isEqualTo("NotRetained");
    }

    @Test
    void aSavepointThatWasAskedForIsNotTakenAgainWhenAnUpdateBeginsMeanwhile() {
        // Given
        Scene scene = running("").checkpoints(1);
        scene.word("savepoint").round();

        // When: it is complete, and so is the check of the update.
        scene.spec(FORM.formatted("b", "")).passPreflight();
        scene.completed("s3://sp/asked").round();

        // Then
        assertThat(scene.status().at("/savepoint/triggerReason").asText()).isEqualTo("update");
        assertThat(scene.status().at("/control/name").asText()).isEqualTo("savepoint");
        assertThat(scene.status().at("/control/outcome").asText()).isEqualTo("Succeeded");
    }

    @Test
    void aRollbackWaitsForASavepointThatIsBeingTaken() {
        // Given
        Scene scene = lateUpdate();

        // When: it runs at last, and the word has waited for that.
        scene.word("savepoint");
        scene.jobs(scene.job(FlinkJobState.RUNNING)).round();

        // Then
        assertThat(scene.status().at("/savepoint/state").asText()).isEqualTo("InProgress");
        assertThat(scene.round().actions()).noneMatch(Action.CancelJob.class::isInstance);
        scene.completed("s3://sp/asked");
        assertThat(scene.round().actions()).anyMatch(Action.CancelJob.class::isInstance);
    }

    @Test
    void anUpdateThatIsTriedAgainBeforeItIsTakenBackGoesOn() {
        // Given
        Scene scene = lateUpdate();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).round();
        assertThat(scene.status().at("/revision/failedRevision").isMissingNode()).isFalse();

        // When
        Decision decision = scene.word("retry-update").round();

        // Then: it has the whole time again.
        assertThat(decision.actions()).noneMatch(Action.CancelJob.class::isInstance);
        scene.after(Duration.ofSeconds(59)).settle();
        assertThat(state(scene)).isEqualTo("Running");
        assertThat(scene.status().at("/revision/failedRevision").isMissingNode()).isTrue();
        scene.after(Duration.ofSeconds(2)).round();
        assertThat(scene.status().at("/revision/failedRevision").isMissingNode()).isFalse();
    }

    @Test
    void aJobThatSucceedsWhileItIsGivenUpIsNotStartedAgain() {
        // Given
        Scene scene = lateUpdate();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).round();

        // When
        scene.jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // Then
        assertThat(state(scene)).isEqualTo("Succeeded");
        assertThat(scene.status().at("/revision/failedRevision").isMissingNode()).isTrue();
        assertThat(scene.status().at("/operation").isMissingNode()).isTrue();
    }

    /** Another revision whose job has not run in time; nobody has noticed that yet. */
    private static Scene lateUpdate() {
        String limit = "updateTimeoutSeconds: 60";
        Scene scene = running(limit).checkpoints(1).settle();
        scene.spec(FORM.formatted("b", limit)).passPreflight();
        scene.round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();
        assertThat(state(scene)).isEqualTo("Deploying");
        return scene.after(Duration.ofSeconds(61));
    }

    private static FlinkView withoutDetails(FlinkView.Reachable seen) {
        return new FlinkView.Reachable(
                seen.version(),
                seen.taskManagers(),
                seen.slots(),
                seen.jobs(),
                seen.asOf(),
                seen.jobsSince(),
                Optional.empty());
    }
}
