package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole rounds on paper; {@link JobTransitionsTest} has the job's table, line by line. */
class DeciderTest {
    private static final String CHANGED_JOB = Clusters.JOB + "flinkProperties: {a.b: c}\n";

    @Test
    void aNewSessionClusterIsRecordedAndMade() {
        // Given
        Scene scene = new Scene(Clusters.SESSION);

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.statusChanged()).isTrue();
        assertThat(decision.status().state()).isEqualTo("Creating");
        assertThat(decision.status().observedGeneration()).isEqualTo(1);
        assertThat(decision.status().operation().name()).isEqualTo("CreateCluster");
        assertThat(applied(decision))
                .containsExactly(
                        "ControllerRevision/" + decision.status().revision().currentRevision(),
                        "ConfigMap/sales-configmap",
                        "Service/sales-jobmanager",
                        "NetworkPolicy/flink-sales",
                        "StatefulSet/sales-jobmanager",
                        "Service/sales-taskmanager",
                        "StatefulSet/sales-taskmanager");
        assertThat(decision.events())
                .extracting(ClusterEvent::reason)
                .containsExactly("ClusterCreating");
        assertThat(decision.pollEvery()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void howManyPodsAreReadyIsToldOnceInFiveSeconds() {
        // Given
        Scene scene = new Scene(Clusters.JOB);
        scene.podsAreReady = false;
        scene.round();
        scene.unreachable();

        // When
        Decision early = scene.decide();
        Decision late = scene.after(Duration.ofSeconds(5)).decide();

        // Then
        assertThat(early.statusChanged()).isFalse();
        assertThat(early.recheckAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(late.statusChanged()).isTrue();
        assertThat(late.status().components().taskManager().ready()).isEqualTo("0/2");
    }

    @Test
    void aReadySessionClusterIsLeftInPeace() {
        // Given
        Scene scene = Scene.readySession().after(Duration.ofHours(1));

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.status().state()).isEqualTo("Running");
        isNothing(decision);
        assertThat(decision.recheckAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(decision.pollEvery()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aJobIsRecordedBeforeItIsSubmittedAndSubmittedOnce() {
        // Given
        Scene scene = new Scene(Clusters.JOB);
        scene.round();
        scene.jobs();

        // When
        Decision decision = scene.round();

        // Then
        assertThat(decision.status().components().job().state()).isEqualTo("Deploying");
        assertThat(decision.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.SubmitJob.class,
                        submission ->
                                assertThat(submission.jobId())
                                        .isEqualTo(decision.status().components().job().id()));
        assertThat(scene.decide().actions()).isEmpty();
    }

    @Test
    void anUnreachableJobManagerKeepsEverything() {
        // Given
        Scene scene = Scene.running(Clusters.JOB).unreachable();

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.status().components().job().state()).isEqualTo("Running");
        assertThat(Scene.condition(Scene.status(decision), "JobRunning").path("status").asText())
                .isEqualTo("Unknown");
        assertThat(decision.status().flinkVersion()).isEqualTo("2.3.0");
    }

    @Test
    void aRestartedOperatorChangesNothingBeforeItHasAskedTheJobManager() {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        scene.flink = new FlinkView.NotAsked();

        // When
        Decision decision = scene.decide();

        // Then
        isNothing(decision);
        assertThat(decision.pollEvery()).isPositive();
        assertThat(decision.recheckAfter()).isLessThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void anInvalidSpecLeavesTheJobAloneAndStillNotesHowItEnded() {
        // Given
        Scene scene = Scene.running(Clusters.JOB).spec("image: {}\njob: {jarFile: j}");
        scene.round();
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Running");
        assertThat(Scene.condition(scene.status(), "Ready").path("reason").asText())
                .isEqualTo("InvalidSpec");
        scene.jobs(scene.job(FlinkJobState.FINISHED));

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.status().components().job().state()).isEqualTo("Succeeded");
        assertThat(decision.status().components().job().completionTime())
                .isEqualTo("2026-01-01T00:01:30Z");
        assertThat(decision.status().components().taskManager().state()).isEqualTo("Ready");
    }

    @Test
    void anInvalidSpecStillNotesWhyTheJobFailed() {
        // Given
        Scene scene = Scene.running(Clusters.JOB).spec("image: {}\njob: {jarFile: j}");
        scene.jobs(scene.job(FlinkJobState.FAILED));

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.status().components().job().failureReasons())
                .containsExactly("java.lang.ArithmeticException: / by zero");
    }

    @Test
    void aClusterThatIsBeingDeletedIsNotTouched() {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        scene.owned.clear();
        scene.cluster.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.released()).isTrue();
    }

    @Test
    void aChangedSpecThatWouldLoseTheStateIsHeldBack() {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        scene.retention = Checkpoints.Retention.NEVER;
        scene.checkpoints(1).spec(CHANGED_JOB).passPreflight();

        // When
        Decision decision = scene.settle().decide();

        // Then
        assertThat(scene.asked).isEmpty();
        assertThat(decision.status().components().job().state()).isEqualTo("Running");
        assertThat(decision.status().revision().currentRevision())
                .isNotEqualTo(decision.status().revision().nextRevision());
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("message").asText())
                .contains("set job.savepointsDir");
    }

    @Test
    void aSpecThatChangesBetweenIntentAndSubmissionIsNotSubmittedUnderTheOldId() {
        // Given: the intent stands in the status, but the Kubernetes Job was never created.
        Scene scene = new Scene(Clusters.JOB);
        scene.round();
        scene.jobs().round();
        scene.owned.removeIf(object -> object.getKind().equals("Job"));
        String old = scene.status().at("/components/job/id").asText();
        scene.spec(CHANGED_JOB);

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.actions()).noneMatch(Action.SubmitJob.class::isInstance);
        scene.settle();
        assertThat(scene.status().at("/components/job/id").asText()).isNotEqualTo(old);
        assertThat(scene.status().at("/revision/currentRevision"))
                .isEqualTo(scene.status().at("/revision/nextRevision"));
    }

    @Test
    void whatShouldHaveEndedIsCalledOverdue() {
        // Given
        Scene scene = new Scene(Clusters.SESSION);
        scene.podsAreReady = false;
        scene.round();
        scene.unreachable().settle().after(Duration.ofMinutes(11));

        // When
        Decision decision = scene.decide();

        // Then
        var degraded = Scene.condition(Scene.status(decision), "Degraded");
        assertThat(degraded.path("reason").asText()).isEqualTo("CreateClusterOverdue");
        assertThat(degraded.path("message").asText())
                .isEqualTo(
                        "CreateCluster should have ended by 2026-01-01T00:10:00Z; it waits for the"
                                + " JobManager, the TaskManagers.");
        assertThat(decision.events())
                .extracting(ClusterEvent::reason)
                .containsExactly("CreateClusterOverdue");
    }

    @Test
    void eventsAreToldOnlyWithAChangeOfTheStatus() {
        // Given
        Scene scene = Scene.running(Clusters.JOB).spec(CHANGED_JOB);
        scene.failure = java.util.Optional.of("exceeded quota");
        assertThat(scene.round().events()).isNotEmpty();

        // When
        Decision again = scene.after(Duration.ofMinutes(1)).decide();

        // Then
        isNothing(again);
    }

    @Test
    void aFailedJobIsToldOnceWithItsReason() {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        scene.jobs(scene.job(FlinkJobState.FAILED));

        // When
        Decision decision = scene.round();

        // Then
        assertThat(decision.events())
                .filteredOn(ClusterEvent::warning)
                .extracting(ClusterEvent::message)
                .singleElement()
                .asString()
                .endsWith("is Failed: java.lang.ArithmeticException: / by zero");
        assertThat(scene.settle().decide().events()).isEmpty();
    }

    /** A job is over for good, whatever becomes of the JobManager afterwards. */
    @ParameterizedTest
    @EnumSource(
            value = FlinkJobState.class,
            names = {"FINISHED", "FAILED", "CANCELED"})
    void aJobThatIsOverStaysOver(FlinkJobState end) {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        scene.jobs(scene.job(end)).settle();
        String state = scene.status().at("/components/job/state").asText();

        // When
        scene.unreachable().after(Duration.ofHours(1)).settle();
        scene.jobs().after(Duration.ofHours(1)).settle();

        // Then
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo(state);
        assertThat(scene.status().at("/components/job/completionTime").asText())
                .isEqualTo("2026-01-01T00:01:30Z");
    }

    @Test
    void aSessionClusterDoesNotTurnIntoAJobCluster() {
        // Given
        Scene scene = Scene.readySession().spec(Clusters.JOB);

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.actions()).isEmpty();
        assertThat(Scene.condition(Scene.status(decision), "Ready").path("message").asText())
                .startsWith("spec.job: can be neither added nor removed");
    }

    @Test
    void anotherNumberOfTaskManagersIsARescalingAndNoUpdate() {
        // Given
        Scene scene = Scene.readySession();
        String revision = scene.status().at("/revision/currentRevision").asText();
        scene.spec(Clusters.SESSION + "taskManager: {replicas: 5}\n");

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(decision.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Scale.class,
                        scale -> {
                            assertThat(scale.observed().getMetadata().getName())
                                    .isEqualTo("sales-taskmanager");
                            assertThat(scale.replicas()).isEqualTo(5);
                        });
        assertThat(decision.status().revision().nextRevision()).isEqualTo(revision);
    }

    @Test
    void anOperatorThatRendersDifferentlyDoesNotTouchThePods() {
        // Given: an older operator applied the same revision, rendered in another way.
        Scene scene = Scene.readySession();
        scene.owned.forEach(
                object ->
                        object.getMetadata()
                                .getAnnotations()
                                .put("flinkoperator.k8s.io/applied-hash", "older"));

        // When
        Decision decision = scene.decide();

        // Then
        assertThat(applied(decision)).noneMatch(name -> name.startsWith("StatefulSet"));
    }

    private static void isNothing(Decision decision) {
        assertThat(decision.statusChanged()).isFalse();
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.events()).isEmpty();
    }

    private static List<String> applied(Decision decision) {
        return decision.actions().stream()
                .filter(Action.Apply.class::isInstance)
                .map(action -> ((Action.Apply) action).desired())
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }
}
