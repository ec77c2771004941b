package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.core.resources.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Savepoints, updates, restarts, cancellation and deletion, on paper. */
class JobLifeTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            %s
            job: {jarFile: /opt/flink/usrlib/job.jar, savepointsDir: "s3://sp", %s}
            """;
    private static final String RESTARTS =
            "restartPolicy: FromSavepointOnFailure, restartBackoff: {initialSeconds: 8}";

    private static String spec(String top, String job) {
        return FORM.formatted(top, job);
    }

    private static Scene running(String job) {
        return Scene.running(spec("", job)).checkpoints(1).settle();
    }

    // Savepoints.

    @Test
    void aSavepointIsWrittenDownBeforeItIsAskedForAndAskedForUnderOneId() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");

        // When
        Decision first = scene.round();
        Decision again = scene.after(Duration.ofSeconds(3)).round();

        // Then
        assertThat(first.status().savepoint().state()).isEqualTo("InProgress");
        assertThat(first.question().orElseThrow().savepoint().orElseThrow().id())
                .isEqualTo(first.status().savepoint().triggerID());
        assertThat(scene.asked).hasSize(2).containsOnly(scene.asked.get(0));
        assertThat(again.status().savepoint()).isEqualTo(first.status().savepoint());
    }

    @Test
    void aCompletedSavepointIsRecordedAndTheAnnotationIsRemoved() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");
        scene.round();

        // When
        scene.completed("s3://sp/1").settle();

        // Then
        assertThat(scene.status().at("/components/job/savepointLocation").asText())
                .isEqualTo("s3://sp/1");
        assertThat(scene.status().at("/savepoints/0/reason").asText()).isEqualTo("user requested");
        assertThat(scene.status().at("/control/state").asText()).isEqualTo("Succeeded");
        assertThat(scene.cluster.getMetadata().getAnnotations()).isEmpty();
        assertThat(Scene.condition(scene.status(), "StateSafe").path("status").asText())
                .isEqualTo("True");
    }

    @Test
    void anotherOneCanBeAskedForWithTheSameWord() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");
        scene.round();
        scene.completed("s3://sp/1").settle();
        String first = scene.status().at("/savepoint/triggerID").asText();

        // When
        scene.after(Duration.ofMinutes(1)).word("savepoint").round();

        // Then
        assertThat(scene.status().at("/savepoint/triggerID").asText()).isNotEqualTo(first);
    }

    @Test
    void aFailedSavepointIsTriedThreeTimesAndOverwritesNoSuccess() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");
        scene.round();
        scene.completed("s3://sp/1").settle();
        scene.after(Duration.ofMinutes(1)).word("savepoint").round();

        // When
        for (int attempt = 0; attempt < 3; attempt++) {
            scene.failed("disk full").settle().after(Duration.ofMinutes(6)).round();
        }
        scene.settle();

        // Then
        assertThat(scene.status().at("/control/state").asText()).isEqualTo("Failed");
        assertThat(scene.status().at("/control/message").asText()).isEqualTo("disk full");
        assertThat(scene.status().at("/components/job/savepointLocation").asText())
                .isEqualTo("s3://sp/1");
        assertThat(scene.asked.stream().map(JobLifeTest::triggerId).distinct()).hasSize(4);
    }

    @Test
    void aSavepointThatFailsLateIsCalledFailedBeforeItIsTriedAgain() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");
        scene.round();

        // When
        Decision decision = scene.after(Duration.ofMinutes(61)).round();

        // Then
        assertThat(decision.status().savepoint().state()).isEqualTo("Failed");
        assertThat(decision.events())
                .anyMatch(it -> it.message().contains("not completed within 60 minutes"));
        assertThat(decision.recheckAfter()).isLessThan(Duration.ofSeconds(1));
        assertThat(scene.round().status().savepoint().state()).isEqualTo("InProgress");
    }

    @Test
    void aSavepointIsAskedForByTheRulesOfTheFlinkThatAnswers() {
        // Given
        Scene scene = running("args: [a]");
        scene.version = "1.12.5";
        scene.checkpoints(1);

        // When
        scene.word("savepoint").round();

        // Then
        Action.TakeSavepoint asked = (Action.TakeSavepoint) scene.asked.get(0);
        assertThat(asked.namesTrigger()).isFalse();
        assertThat(asked.format()).isEmpty();
    }

    @Test
    void aForgottenRequestIsResolvedFromTheStatistics() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");
        scene.round();
        Snapshot savepoint = new Snapshot(3, "s3://sp/3", scene.now.plusSeconds(1));

        // When
        forgotten(scene.after(Duration.ofMinutes(6)), savepoint).settle();

        // Then
        assertThat(scene.status().at("/savepoint/state").asText()).isEqualTo("Succeeded");
        assertThat(scene.status().at("/savepoint/location").asText()).isEqualTo("s3://sp/3");
    }

    @Test
    void aSavepointIsNotTheAnswerToTheRequestAfterItOfTheSameSecond() {
        // Given
        Scene scene = running("args: [a]").word("savepoint");
        scene.round();
        Snapshot first = new Snapshot(3, "s3://sp/3", scene.now);
        scene.completed(first.path()).settle();
        scene.asked.clear();

        // When
        scene.word("savepoint").round();
        forgotten(scene.after(Duration.ofMinutes(1)), first).round();

        // Then
        assertThat(scene.status().at("/savepoint/state").asText()).isEqualTo("InProgress");
        assertThat(scene.asked)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(((Action.TakeSavepoint) it).isMetBy(first)).isFalse());
    }

    /** The JobManager has a savepoint, and does not know the request. */
    private static Scene forgotten(Scene scene, Snapshot savepoint) {
        return scene.details(
                new Checkpoints(
                        true,
                        Checkpoints.Retention.NEVER,
                        savepoint.id(),
                        Optional.empty(),
                        Optional.of(savepoint),
                        false,
                        Optional.empty()),
                new SavepointResult(
                        scene.status().at("/savepoint/triggerID").asText(),
                        SavepointResult.State.UNKNOWN,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aSavepointThatWasMadeByHandIsNoticed() {
        // Given
        Scene scene = running("args: [a]");

        // When
        scene.details(
                        new Checkpoints(
                                true,
                                Checkpoints.Retention.NEVER,
                                3,
                                Optional.empty(),
                                Optional.of(new Snapshot(3, "s3://mine/3", scene.now)),
                                false,
                                Optional.empty()),
                        null)
                .settle();

        // Then
        assertThat(scene.status().at("/savepoints/0/reason").asText()).isEqualTo("by hand");
        assertThat(scene.status().at("/components/job/savepointLocation").asText())
                .isEqualTo("s3://mine/3");
    }

    @ParameterizedTest
    @CsvSource({"3, 2, Savepoint", "3, 4, Checkpoint"})
    void ofTwoStatesOfTheSameSecondTheOneWithTheHigherNumberIsTold(
            int savepoint, int checkpoint, String newest) {
        // Given
        Scene scene = running("args: [a]").after(Duration.ofMinutes(2));

        // When
        scene.details(
                        new Checkpoints(
                                true,
                                Checkpoints.Retention.ALWAYS,
                                checkpoint,
                                Optional.of(
                                        new Snapshot(
                                                checkpoint,
                                                scene.path("chk-" + checkpoint),
                                                scene.now)),
                                Optional.of(new Snapshot(savepoint, "s3://mine/3", scene.now)),
                                false,
                                Optional.empty()),
                        null)
                .settle();

        // Then
        assertThat(Scene.condition(scene.status(), "StateSafe").path("reason").asText())
                .isEqualTo(newest);
    }

    @Test
    void periodicSavepointsAreMeasuredFromTheLastCompletionAndComeOneAtATime() {
        // Given
        Scene scene = running("autoSavepointSeconds: 100");
        assertThat(scene.asked).isEmpty();

        // When
        scene.after(Duration.ofSeconds(101)).round();
        scene.after(Duration.ofSeconds(500)).settleOnce();
        String first = scene.status().at("/savepoint/triggerID").asText();
        scene.completed("s3://sp/1").settle();
        int soFar = scene.asked.size();
        scene.after(Duration.ofSeconds(99)).settle();

        // Then
        assertThat(scene.status().at("/savepoint/triggerID").asText()).isEqualTo(first);
        assertThat(scene.asked).hasSize(soFar);
        scene.after(Duration.ofSeconds(2)).round();
        assertThat(scene.status().at("/savepoint/triggerID").asText()).isNotEqualTo(first);
        assertThat(scene.status().at("/savepoint/triggerReason").asText()).isEqualTo("scheduled");
    }

    @Test
    void aGenerationAsksForOneSavepointInThreeAttempts() {
        // Given
        Scene scene = running("args: [a]").spec(spec("", "args: [a], savepointGeneration: 1"));
        scene.round();

        // When
        for (int attempt = 0; attempt < 5; attempt++) {
            scene.failed("disk full").settle().after(Duration.ofHours(1)).settleOnce();
        }

        // Then
        assertThat(scene.status().at("/components/job/savepointGeneration").asInt()).isEqualTo(1);
        assertThat(scene.status().at("/savepoint/state").asText()).isEqualTo("Failed");
        assertThat(scene.asked.stream().map(JobLifeTest::triggerId).distinct()).hasSize(3);
    }

    @Test
    void oldSavepointsAreDisposedOfButNeverTheNewest() {
        // Given
        Scene scene = running("savepointRetention: {count: 1}");
        for (int number = 1; number <= 2; number++) {
            scene.after(Duration.ofMinutes(1)).word("savepoint").round();
            scene.completed("s3://sp/" + number).settleOnce();
        }

        // When
        Decision decision = scene.round();

        // Then
        assertThat(decision.recheckAfter()).isEqualTo(Pace.UNDER_WAY);
        assertThat(scene.asked)
                .filteredOn(Action.DisposeSavepoint.class::isInstance)
                .extracting(action -> ((Action.DisposeSavepoint) action).path())
                .containsOnly("s3://sp/1");
        assertThat(scene.status().at("/savepoints")).hasSize(2);
    }

    // Updates.

    @Test
    void anUpdateStopsTheJobWithASavepointAndStartsItFromThere() {
        // Given
        Scene scene = running("args: [a]");
        String before = scene.jobId();
        String revision = scene.status().at("/revision/currentRevision").asText();

        // When: checked, stopped, replaced, submitted.
        scene.spec(spec("envVars: [{name: A, value: b}]", "args: [a]")).passPreflight();
        scene.round();
        assertThat(scene.status().at("/operation/step").asText()).startsWith("2 of 6: stop");
        assertThat(scene.asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.TakeSavepoint.class,
                        action -> assertThat(action.trigger().stops()).isTrue());
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).round();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Updating");
        scene.unreachable().settle();
        scene.jobs().settle();

        // Then
        JsonNode job = scene.status().at("/components/job");
        assertThat(job.path("state").asText()).isEqualTo("Deploying");
        assertThat(job.path("fromSavepoint").asText()).isEqualTo("s3://sp/final");
        assertThat(scene.jobId()).isNotEqualTo(before);
        assertThat(arguments(scene)).contains("--fromSavepoint", "s3://sp/final");
        assertThat(scene.status().at("/revision/currentRevision").asText()).isNotEqualTo(revision);

        // And: it proves itself.
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(0).settle();
        assertThat(scene.status().at("/operation/step").asText()).startsWith("6 of 6");
        scene.checkpoints(1).settle();
        assertThat(scene.status().at("/revision/stableRevision"))
                .isEqualTo(scene.status().at("/revision/currentRevision"));
        assertThat(scene.status().at("/history/0/outcome").asText()).isEqualTo("Succeeded");
    }

    @Test
    void anUpdateThatChangesNoPodKeepsThem() {
        // Given
        Scene scene = running("args: [a]").spec(spec("", "args: [b]")).passPreflight();
        scene.round();

        // When
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(arguments(scene)).contains("b").contains("s3://sp/final");
    }

    @Test
    void aRevisionThatCannotStartIsGivenUpWhileTheJobRunsOn() {
        // Given
        Scene scene = running("args: [a]");
        String revision = scene.status().at("/revision/currentRevision").asText();

        // When
        scene.spec(spec("envVars: [{name: A, value: b}]", "args: [a]")).endPreflight("Failed");
        scene.settle();

        // Then
        assertThat(scene.asked).isEmpty();
        assertThat(scene.status().at("/revision/currentRevision").asText()).isEqualTo(revision);
        assertThat(scene.status().at("/revision/failedRevision"))
                .isEqualTo(scene.status().at("/revision/nextRevision"));
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("message").asText())
                .contains("was given up", "stays with " + revision);
        assertThat(scene.status().at("/history/0/outcome").asText()).isEqualTo("Failed");
    }

    @Test
    void aRevisionThatFollowsOneThatWasTooLateHasAllItsTime() {
        // Given: the image cannot be pulled.
        Scene scene = running("args: [a]").spec(spec("", "args: [b]"));
        scene.round();
        String check =
                scene.owned.stream()
                        .filter(io.fabric8.kubernetes.api.model.batch.v1.Job.class::isInstance)
                        .filter(it -> it.getMetadata().getName().equals("sales-preflight"))
                        .map(it -> it.getMetadata().getLabels().get(Names.JOB_ID))
                        .findFirst()
                        .orElseThrow();
        scene.pods.add(
                Serialization.unmarshal(
                        """
                        metadata: {name: check-x, labels: {flinkoperator.k8s.io/job-id: %s}}
                        status:
                          containerStatuses:
                            - {name: main, image: "flink:9", state: {waiting: {reason: ImagePullBackOff}}}
                        """
                                .formatted(check),
                        Pod.class));
        scene.after(Duration.ofSeconds(601)).round();
        String late = scene.status().at("/revision/failedRevision").asText();

        // When
        scene.spec(spec("", "args: [c]")).round();

        // Then
        assertThat(late).isNotEmpty();
        assertThat(scene.status().at("/revision/failedRevision").asText()).isEmpty();
        assertThat(scene.status().at("/history/0/outcome").asText()).isEqualTo("Failed");
        assertThat(scene.status().at("/history/0/message").asText())
                .contains("cannot pull image flink:9");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRevisionThatFailsOrNeverCompletesACheckpointIsRolledBackOnce(boolean fails) {
        // Given
        Scene scene = running("args: [a]");
        String good = scene.status().at("/revision/currentRevision").asText();
        updated(scene, "args: [b]");
        String bad = scene.status().at("/revision/currentRevision").asText();

        // When
        if (fails) {
            scene.jobs(scene.job(FlinkJobState.FAILED)).settle();
        } else {
            scene.checkpoints(0).settle().after(Duration.ofSeconds(601)).settleOnce();
            scene.jobs(scene.job(FlinkJobState.CANCELED)).settle();
        }

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(scene.status().at("/revision/currentRevision").asText()).isEqualTo(good);
        assertThat(scene.status().at("/revision/failedRevision").asText()).isEqualTo(bad);
        assertThat(arguments(scene)).contains("a").doesNotContain("b");
        // Whatever the failed run has completed is looked for; else the savepoint before it is it.
        assertThat(arguments(scene)).contains("s3://sp/final");
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(1).settle();
        assertThat(
                        scene.after(Duration.ofHours(1))
                                .settle()
                                .status()
                                .at("/revision/currentRevision")
                                .asText())
                .isEqualTo(good);
        assertThat(scene.status().at("/history/0/name").asText()).isEqualTo("RollBackJob");
    }

    @Test
    void aRevisionThatIsSuspendedBeforeItHasProvenItselfHasAllItsTimeAfterThat() {
        // Given
        Scene scene = running("args: [a]");
        updated(scene, "args: [b]");
        String revision = scene.status().at("/revision/currentRevision").asText();

        // When
        scene.spec(spec("suspend: true", "args: [b]")).round();
        scene.completed("s3://sp/later").jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // Then
        assertThat(scene.status().at("/history/1/name").asText()).isEqualTo("UpdateJob");
        assertThat(scene.status().at("/history/1/outcome").asText()).isEqualTo("Superseded");
        assertThat(scene.status().at("/history/1/message").asText())
                .isEqualTo("the job is to be suspended");

        // When
        scene.after(Duration.ofDays(1)).spec(spec("", "args: [b]")).settle();
        scene.jobs().settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(1).settle();

        // Then
        assertThat(scene.status().at("/revision/currentRevision").asText()).isEqualTo(revision);
        assertThat(scene.status().at("/revision/stableRevision").asText()).isEqualTo(revision);
    }

    @Test
    void aSavepointThatNeverCompletesBlocksTheUpdateAndNothingElse() {
        // Given
        Scene scene = running("args: [a]").spec(spec("", "args: [b]")).passPreflight();
        scene.round();

        // When
        scene.after(Duration.ofMinutes(11)).settleOnce();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Running");
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("reason").asText())
                .isEqualTo("NoSavepoint");
        scene.spec(spec("", "args: [a]")).settleOnce();
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("status").asText())
                .isEqualTo("False");
    }

    @Test
    void aNewerSpecTakesThePlaceOfOneThatIsBeingDeployed() {
        // Given
        Scene scene = running("args: [a]").spec(spec("", "args: [b]")).passPreflight();
        scene.round();

        // When
        scene.spec(spec("", "args: [c]"));
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // Then
        assertThat(arguments(scene)).contains("c").doesNotContain("b");
        assertThat(scene.status().at("/history/0/outcome").asText()).isEqualTo("Superseded");
    }

    // Restarts.

    @Test
    void aFailedJobIsStartedAgainFromItsNewestCheckpointAfterAPauseThatDoubles() {
        // Given
        Scene scene = running(RESTARTS);
        String folder = scene.path("").replaceAll("/$", "");

        // When
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Restarting");
        assertThat(scene.settle().status().at("/components/job/restartCount").asInt()).isEqualTo(1);
        scene.after(Duration.ofSeconds(9)).settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(arguments(scene)).containsSequence(folder + "/chk-1", "1", folder, "--");

        // And again.
        scene.jobs(scene.job(FlinkJobState.RUNNING)).settle();
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle().after(Duration.ofSeconds(9)).settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Restarting");
        scene.after(Duration.ofSeconds(8)).settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(arguments(scene)).contains(folder);
    }

    @Test
    void aJobWhoseStateNobodyKnowsIsNotStartedEmpty() {
        // Given: no checkpoint was ever seen, and nobody knows where they would be.
        Scene scene = Scene.running(spec("", RESTARTS));

        // When
        scene.jobs().after(Duration.ofMinutes(1)).jobs().settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Lost");
        JsonNode safe = Scene.condition(scene.status(), "StateSafe");
        assertThat(safe.path("reason").asText()).isEqualTo("StateUnavailable");
        scene.word("start-without-state").settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(arguments(scene)).doesNotContain("--fromSavepoint");
    }

    @Test
    void aJobThatIsLostBeforeItsFirstCheckpointWasSeenLooksForItInFlinksFolder() {
        // Given
        Scene scene =
                Scene.running(spec("flinkProperties: {state.checkpoints.dir: s3://cp/}", RESTARTS));
        String job = scene.jobId();

        // When
        scene.jobs().after(Duration.ofMinutes(1)).jobs().settle();
        scene.after(Duration.ofSeconds(9)).settle();

        // Then
        assertThat(arguments(scene)).containsSequence("", "0", "s3://cp/" + job, "--");
    }

    @Test
    void aJobWhoseCheckpointsWentWithItIsNotStartedEmpty() {
        // Given
        Scene scene = running(RESTARTS);
        scene.retention = Checkpoints.Retention.NEVER;

        // When
        scene.checkpoints(2).jobs(scene.job(FlinkJobState.FAILED)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Failed");
        assertThat(Scene.condition(scene.status(), "StateSafe").path("message").asText())
                .startsWith("Flink deleted the checkpoints");
    }

    @Test
    void restartsHaveALimit() {
        // Given
        Scene scene = running(RESTARTS.replace("8}", "1, maxRestarts: 1}"));

        // When
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle().after(Duration.ofSeconds(2)).settle();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).settle();
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle().after(Duration.ofHours(1)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Failed");
    }

    @Test
    void stateThatIsTooOldIsNotRestored() {
        // Given
        Scene scene = running(RESTARTS + ", maxStateAgeToRestoreSeconds: 30");

        // When: the job ends 90 s after its start, with a checkpoint of its start.
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Failed");
        assertThat(Scene.condition(scene.status(), "StateSafe").path("message").asText())
                .contains("older than maxStateAgeToRestoreSeconds (30)");
    }

    // Cancellation, suspension, deletion.

    @ParameterizedTest
    @ValueSource(strings = {"cancelRequested: true", "suspend: true"})
    void aStoppedJobGoesOnFromItsFinalSavepoint(String field) {
        // Given
        boolean suspends = field.startsWith("suspend");
        String keep = ", cleanupPolicy: {afterJobCancelled: KeepCluster}";
        Scene scene = running("args: [a]" + keep);
        String before = scene.jobId();

        // When
        scene.spec(
                suspends
                        ? spec(field, "args: [a]" + keep)
                        : spec("", "args: [a], " + field + keep));
        scene.round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText())
                .isEqualTo(suspends ? "Suspended" : "Cancelled");
        assertThat(scene.after(Duration.ofDays(1)).settle().asked).hasSize(1);
        assertThat(scene.owned.stream().anyMatch(object -> Workload.of(object).isPresent()))
                .isEqualTo(!suspends);

        // And: it is wanted again.
        scene.spec(spec("", "args: [a]" + keep)).settle();
        scene.jobs().settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(arguments(scene)).contains("s3://sp/final");
        assertThat(scene.jobId()).isNotEqualTo(before);
    }

    @Test
    void aWordCancelsTheJobAndAnotherOneBringsItBack() {
        // Given
        Scene scene = running("cleanupPolicy: {afterJobCancelled: KeepCluster}");

        // When
        scene.word("job-cancel").round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Cancelled");
        assertThat(scene.status().at("/control/state").asText()).isEqualTo("Succeeded");
        assertThat(scene.cluster.getMetadata().getAnnotations()).isEmpty();
        assertThat(
                        scene.after(Duration.ofDays(1))
                                .settle()
                                .status()
                                .at("/components/job/state")
                                .asText())
                .isEqualTo("Cancelled");
        scene.word("job-resume").settle();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Deploying");
        assertThat(arguments(scene)).contains("s3://sp/final");
    }

    @Test
    void aJobThatIsCancelledByHandStaysSo() {
        // Given
        Scene scene = running(RESTARTS + ", cleanupPolicy: {afterJobCancelled: KeepCluster}");

        // When
        scene.jobs(scene.job(FlinkJobState.CANCELED)).settle().after(Duration.ofDays(1)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Cancelled");
    }

    @Test
    void deletionWaitsForTheFinalSavepoint() {
        // Given
        Scene scene = running("args: [a]");

        // When
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());
        Decision first = scene.round();

        // Then
        assertThat(first.released()).isFalse();
        assertThat(scene.asked).singleElement().isInstanceOf(Action.TakeSavepoint.class);
        assertThat(scene.completed("s3://sp/final").round().released()).isTrue();
        assertThat(scene.status().at("/components/job/savepointLocation").asText())
                .isEqualTo("s3://sp/final");

        // And: the job is over.
        Decision last = scene.jobs(scene.job(FlinkJobState.FINISHED)).round();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Cancelled");
        assertThat(last.events())
                .extracting(event -> event.reason())
                .contains("DeleteClusterSucceeded");
    }

    @Test
    void deletionNeverHangs() {
        // Given
        Scene scene = running("args: [a]");
        scene.cluster.getMetadata().setDeletionTimestamp(scene.now.toString());

        // When
        scene.unreachable();
        Decision waiting = scene.after(Duration.ofSeconds(299)).round();
        Decision late = scene.after(Duration.ofSeconds(2)).round();

        // Then
        assertThat(waiting.released()).isFalse();
        assertThat(late.released()).isTrue();
        assertThat(late.events())
                .extracting(event -> event.message())
                .anyMatch(message -> message.contains("within 300 s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-cancle", ""})
    void aWordThatIsNoneIsRefusedAndRemoved(String word) {
        // Given
        Scene scene = running("args: [a]").word(word);

        // When
        scene.settle();

        // Then
        assertThat(scene.status().at("/control/state").asText()).isEqualTo("Failed");
        assertThat(scene.status().at("/control/message").asText()).contains("is not one of");
        assertThat(scene.cluster.getMetadata().getAnnotations()).isEmpty();
    }

    /** Another revision whose job runs, but has completed no checkpoint. */
    private static void updated(Scene scene, String job) {
        scene.spec(spec("", job)).passPreflight();
        scene.round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).settle();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(0).settle();
    }

    private static List<String> arguments(Scene scene) {
        return scene.owned.stream()
                .filter(object -> object.getMetadata().getName().equals("sales-job-submitter"))
                .map(io.fabric8.kubernetes.api.model.batch.v1.Job.class::cast)
                .flatMap(
                        job ->
                                job
                                        .getSpec()
                                        .getTemplate()
                                        .getSpec()
                                        .getContainers()
                                        .get(0)
                                        .getArgs()
                                        .stream())
                .toList();
    }

    private static String triggerId(Action action) {
        return ((Action.TakeSavepoint) action).trigger().id();
    }
}
