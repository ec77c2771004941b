package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.resources.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that run once, and whose containers do not all end: an injected proxy, say, stays. */
class JobPodsTest {
    private static final String SUBMITTER = "sales-job-submitter";
    private static final String CHECK = "sales-preflight";
    private static final String JOB_MANAGER = "sales-jobmanager";

    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            %s
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: "s3://sp"
              updateTimeoutSeconds: 300
              restartPolicy: FromSavepointOnFailure
              %s
            """;

    private static final String STAYS = "running: {}";

    private static String ended(int exitCode) {
        return "terminated: {exitCode: %d, reason: Error, finishedAt: \"2026-01-01T00:00:10Z\"}"
                .formatted(exitCode);
    }

    private static String since(Scene scene) {
        return "running: {startedAt: \"%s\"}".formatted(scene.now);
    }

    private static Job job(Scene scene, String name) {
        return find(scene, name).orElseThrow();
    }

    private static Optional<Job> find(Scene scene, String name) {
        return scene.owned.stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .filter(job -> job.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** The pod of a Kubernetes Job: state of Flink's container, and of one that was injected. */
    private static void pod(Scene scene, String job, String flink, String proxy) {
        String id = job(scene, job).getMetadata().getLabels().get(Names.JOB_ID);
        String main = job.equals(JOB_MANAGER) ? "jobmanager" : "main";
        scene.pods.clear();
        scene.pods.add(
                Serialization.unmarshal(
                        """
                        metadata: {name: %s-x, labels: {flinkoperator.k8s.io/job-id: %s %s}}
                        status:
                          containerStatuses:
                            - {name: istio-proxy, state: {%s}}
                            - {name: %s, state: {%s}}
                        """
                                .formatted(
                                        job,
                                        id,
                                        job.equals(JOB_MANAGER) ? ", component: jobmanager" : "",
                                        proxy,
                                        main,
                                        flink),
                        Pod.class));
    }

    private static String state(Scene scene) {
        return scene.status().at("/components/job/state").asText();
    }

    private static Scene submitting(String mode) {
        Scene scene = new Scene(FORM.formatted("", "mode: " + mode));
        scene.round();
        return scene.jobs().settle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Application"})
    void aCheckThatPassedWithAContainerThatStaysLetsTheUpdateGoOn(String mode) {
        // Given
        Scene scene = running(mode, "");
        scene.spec(FORM.formatted("", "mode: %s\n  args: [b]".formatted(mode))).settleOnce();

        // When
        pod(scene, CHECK, ended(0), STAYS);
        scene.round();

        // Then
        assertThat(scene.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Application"})
    void aCheckThatFailedWithAContainerThatStaysIsReportedAtOnceAndRemoved(String mode) {
        // Given
        Scene scene = running(mode, "");
        scene.spec(FORM.formatted("", "mode: %s\n  args: [b]".formatted(mode))).settleOnce();

        // When
        pod(scene, CHECK, ended(1), STAYS);
        scene.settleOnce();

        // Then
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("message").asText())
                .contains("The new revision cannot start", "exit code 1");
        assertThat(find(scene, CHECK)).isEmpty();
        assertThat(scene.asked).isEmpty();
    }

    private static Scene running(String mode, String more) {
        Scene scene = new Scene(FORM.formatted(more, "mode: " + mode));
        scene.round();
        scene.jobs().settleOnce();
        if (mode.equals("Application")) {
            pod(scene, JOB_MANAGER, STAYS, STAYS);
        }
        scene.jobs(scene.job(FlinkJobState.RUNNING)).checkpoints(1).settleOnce();
        assertThat(state(scene)).isEqualTo("Running");
        return scene;
    }

    @Test
    void aSubmitterWithAContainerThatStaysIsRemovedWhenTheJobRuns() {
        // Given
        Scene scene = submitting("Detached");
        pod(scene, SUBMITTER, ended(0), STAYS);

        // When
        scene.jobs(scene.job(FlinkJobState.RUNNING)).settle();

        // Then
        assertThat(state(scene)).isEqualTo("Running");
        assertThat(find(scene, SUBMITTER)).isEmpty();
        scene.pods.clear();
        scene.settle();
        assertThat(state(scene)).isEqualTo("Running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detached", "Blocking"})
    void aSubmissionThatFailedIsSeenAtOnceAlthoughAContainerStays(String mode) {
        // Given
        Scene scene = submitting(mode);
        pod(scene, SUBMITTER, ended(1), STAYS);

        // When
        scene.after(Duration.ofMinutes(1)).jobs().round();

        // Then
        assertThat(scene.status().at("/components/job/failureReasons/0").asText())
                .isEqualTo("Error, exit code 1");
        assertThat(find(scene, SUBMITTER)).isEmpty();
    }

    @Test
    void aSubmissionIsNoFailureForAContainerThatEndsBadlyBesideIt() {
        // Given
        Scene scene = submitting("Detached");
        pod(scene, SUBMITTER, ended(0), ended(137));
        scene.end(SUBMITTER, "Failed");

        // When
        scene.jobs(scene.job(FlinkJobState.RUNNING)).settle();

        // Then
        assertThat(state(scene)).isEqualTo("Running");
    }

    @Test
    void aDeadJobManagerIsNoticedAlthoughAContainerStays() {
        // Given
        Scene scene = running("Application", "");
        String before = scene.jobId();

        // When
        pod(scene, JOB_MANAGER, ended(137), STAYS);
        scene.unreachable().round();

        // Then
        assertThat(scene.status().at("/components/job/failureReasons/0").asText())
                .isEqualTo("Error, exit code 137");
        scene.settle().after(Duration.ofMinutes(1)).settleOnce();
        scene.pods.clear();
        scene.settle();
        assertThat(scene.jobId()).isNotEqualTo(before);
        assertThat(find(scene, JOB_MANAGER)).isPresent();
    }

    @Test
    void aJobManagerWithHighAvailabilityThatEndedIsStartedAgainByKubernetes() {
        // Given
        Scene scene = running("Application", "highAvailability: {storageDir: \"s3://ha\"}");
        String before = scene.jobId();

        // When
        pod(scene, JOB_MANAGER, ended(137), STAYS);
        scene.unreachable().settleOnce();

        // Then
        assertThat(state(scene)).isEqualTo("Running");
        assertThat(find(scene, JOB_MANAGER)).isPresent();
        assertThat(scene.jobId()).isEqualTo(before);
    }

    @Test
    void aSubmissionIsNotLateWhileItsPodWaitsForANode() {
        // Given
        Scene scene = submitting("Detached");

        // When
        pod(scene, SUBMITTER, "waiting: {reason: PodInitializing}", STAYS);
        scene.after(Duration.ofMinutes(11)).jobs().settle();

        // Then
        assertThat(state(scene)).isEqualTo("Deploying");
        pod(scene, SUBMITTER, since(scene), STAYS);
        scene.after(Duration.ofMinutes(9)).jobs().settle();
        assertThat(state(scene)).isEqualTo("Deploying");
    }

    @Test
    void aSubmissionThatHangsIsEndedAndNothingIsSubmittedBeforeItHasEnded() {
        // Given
        Scene scene = submitting("Detached");
        String before = scene.jobId();
        pod(scene, SUBMITTER, since(scene), STAYS);

        // When
        scene.after(Duration.ofMinutes(11)).jobs().round();

        // Then
        assertThat(scene.status().at("/components/job/failureReasons/0").asText())
                .isEqualTo("it did not end within 600 s of the start of its container");
        assertThat(find(scene, SUBMITTER)).isEmpty();

        // And: its pod may submit until it is gone.
        scene.settleOnce().after(Duration.ofMinutes(1)).jobs().settle();
        assertThat(find(scene, SUBMITTER)).isEmpty();
        scene.pods.clear();
        scene.jobs().settle();
        assertThat(find(scene, SUBMITTER)).isPresent();
        assertThat(scene.jobId()).isNotEqualTo(before);
    }

    @Test
    void aBlockingSubmissionHasAllTheTimeOfItsJob() {
        // Given
        Scene scene = submitting("Blocking");
        pod(scene, SUBMITTER, since(scene), STAYS);

        // When
        scene.after(Duration.ofHours(2)).jobs().settle();

        // Then
        assertThat(state(scene)).isEqualTo("Deploying");
    }

    @Test
    void anUpdateIsNotLateWhileItsCheckWaitsForANodeAndSaysSo() {
        // Given
        Scene scene = running("Detached", "");
        scene.spec(FORM.formatted("", "args: [b]")).settleOnce();
        String id = job(scene, CHECK).getMetadata().getLabels().get(Names.JOB_ID);
        scene.pods.add(
                Serialization.unmarshal(
                        """
                        metadata: {name: check-x, labels: {flinkoperator.k8s.io/job-id: %s}}
                        status:
                          conditions:
                            - {type: PodScheduled, status: "False", message: 0/3 nodes are available}
                        """
                                .formatted(id),
                        Pod.class));

        // When
        scene.after(Duration.ofMinutes(6)).jobs(scene.job(FlinkJobState.RUNNING)).settle();

        // Then
        assertThat(find(scene, CHECK)).isPresent();
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("reason").asText())
                .isEqualTo("Preflight");
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("message").asText())
                .contains("0/3 nodes are available");

        // And
        pod(scene, CHECK, since(scene), STAYS);
        scene.after(Duration.ofMinutes(6)).settleOnce();
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("reason").asText())
                .isEqualTo("RevisionGivenUp");
    }

    @Test
    void aDisposalWithAContainerThatStaysCountsAndAFailedOneIsRepeated() {
        // Given
        String form = FORM.formatted("suspend: %s", "savepointRetention: {count: 1}");
        Scene scene = Scene.running(form.formatted("false")).checkpoints(1).settle();
        scene.after(Duration.ofMinutes(1)).word("savepoint").round();
        scene.completed("s3://sp/1").settle();
        scene.spec(form.formatted("true")).round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).round();
        scene.details = Optional.empty();
        scene.unreachable().settle();
        Job first = job(scene, "sales-disposal");

        // When
        scene.end("sales-disposal", "Failed");
        scene.after(Duration.ofMinutes(6)).round();

        // Then
        assertThat(find(scene, "sales-disposal")).isEmpty();
        scene.round();
        assertThat(job(scene, "sales-disposal")).isEqualTo(first);

        // And
        pod(scene, "sales-disposal", ended(0), STAYS);
        scene.settle();
        assertThat(scene.status().at("/savepoints")).hasSize(1);
        assertThat(find(scene, "sales-disposal")).isEmpty();
    }

    @Test
    void aPodOfAnEarlierCheckDecidesNothing() {
        // Given
        Scene scene = running("Detached", "");
        scene.spec(FORM.formatted("", "args: [b]")).settleOnce();
        pod(scene, CHECK, ended(0), STAYS);
        job(scene, CHECK).getMetadata().setUid("new");
        scene.pods
                .get(0)
                .getMetadata()
                .setOwnerReferences(
                        List.of(
                                new io.fabric8.kubernetes.api.model.OwnerReferenceBuilder()
                                        .withUid("old")
                                        .build()));

        // When
        scene.round();

        // Then
        assertThat(scene.asked).isEmpty();
    }
}
