package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.resources.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job whose state cannot be looked for, and every status on the way. */
class JobSearchTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "s3://state"}
            job:
              jarFile: /opt/flink/usrlib/job.jar
              restartPolicy: FromSavepointOnFailure
              maxStateAgeToRestoreSeconds: 3600
              cleanupPolicy: {afterJobFails: DeleteCluster}
              %s
            """;

    private final List<JsonNode> published = new ArrayList<>();

    private void rounds(Scene scene, int count) {
        for (int i = 0; i < count; i++) {
            scene.round();
            published.add(scene.status().deepCopy());
        }
    }

    /** A running job with a checkpoint, whose JobManager is lost. */
    private Scene lost() {
        Scene scene = Scene.running(FORM.formatted("")).checkpoints(7).settle();
        scene.after(Duration.ofMinutes(1)).jobs().after(Duration.ofMinutes(1)).jobs();
        return scene;
    }

    private static Optional<Job> submitter(Scene scene) {
        return scene.owned.stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .filter(job -> job.getMetadata().getName().equals("sales-job-submitter"))
                .findFirst();
    }

    private static List<String> arguments(Scene scene) {
        return submitter(scene)
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
    }

    /** The next submission, after the pause. */
    private String submission(Scene scene) {
        for (int i = 0; i < 20; i++) {
            rounds(scene, 1);
            if (state(scene).equals("Deploying") && submitter(scene).isPresent()) {
                return submitter(scene).get().getMetadata().getLabels().get(Names.JOB_ID);
            }
            scene.after(Duration.ofMinutes(1)).jobs();
        }
        throw new AssertionError("Nothing is submitted: " + scene.status());
    }

    private void end(Scene scene, String id, int exitCode, String message) {
        scene.pods.add(
                Serialization.unmarshal(
                        """
                        metadata: {name: submitter-x, labels: {flinkoperator.k8s.io/job-id: "%s"}}
                        status:
                          containerStatuses:
                            - name: main
                              state:
                                terminated:
                                  {exitCode: %d, reason: Error, message: "%s", finishedAt: "%s"}
                        """
                                .formatted(id, exitCode, message, scene.now),
                        Pod.class));
        scene.after(Duration.ofMinutes(1)).jobs();
        rounds(scene, 1);
        scene.pods.clear();
    }

    private static String state(Scene scene) {
        return scene.status().at("/components/job/state").asText();
    }

    @Test
    void aSearchThatCannotBeMadeIsRetriedAndThenWhatFlinkReportedIsUsed() {
        // Given
        Scene scene = lost();
        String known = scene.path("chk-7");
        String time = scene.status().at("/components/job/checkpointTime").asText();

        // When
        for (int i = 1; i <= 3; i++) {
            String id = submission(scene);
            assertThat(arguments(scene)).contains("restore", known);
            end(scene, id, 75, "Failed to look for checkpoints: 503 Slow Down");
            assertThat(state(scene)).isEqualTo("Restarting");
            assertThat(Scene.condition(scene.status(), "Degraded").path("message").asText())
                    .contains(i + " times in a row", "503 Slow Down")
                    .contains(i < 3 ? "It is looked for again" : "started from " + known);
        }
        String id = submission(scene);

        // Then
        assertThat(arguments(scene))
                .containsSequence("--fromSavepoint", known)
                .doesNotContain("restore");

        // And: Flink cannot read it.
        end(scene, id, 1, "java.io.FileNotFoundException: " + known);
        submission(scene);
        assertThat(arguments(scene)).contains("restore", known);

        // And: nothing was forgotten on the way, and nothing was called a failure.
        assertThat(scene.status().at("/components/job/restartCount").asInt()).isEqualTo(1);
        assertThat(published).hasSizeGreaterThan(10).allSatisfy(it -> assertKept(it, known, time));
        assertThat(scene.owned).hasAtLeastOneElementOfType(StatefulSet.class);
    }

    private static void assertKept(JsonNode status, String path, String time) {
        JsonNode job = status.at("/components/job");
        assertThat(job.path("checkpointLocation").asText() + job.at("/restore/path").asText())
                .as(status.toString())
                .contains(path);
        assertThat(job.path("checkpointTime").asText() + job.at("/restore/time").asText())
                .as(status.toString())
                .contains(time);
        assertThat(job.path("state").asText()).isNotIn("Failed", "Lost");
        assertThat(Scene.condition(status, "StateSafe").path("status").asText()).isEqualTo("True");
        assertThat(Scene.condition(status, "StateSafe").path("message").asText())
                .contains(path, time);
        assertThat(status.path("conditions").toString())
                .doesNotContain("Stalled", "unknown age", "null");
    }

    @Test
    void aSubmissionThatFailedForItsNodeIsRepeatedHoweverLongThatTakes() {
        // Given
        Scene scene = lost();
        String known = scene.path("chk-7");
        String time = scene.status().at("/components/job/checkpointTime").asText();

        // When
        for (int i = 0; i < 3; i++) {
            submission(scene);
            scene.end("sales-job-submitter", "Failed");
            scene.after(Duration.ofHours(2)).jobs();
            rounds(scene, 1);
        }

        // Then
        submission(scene);
        assertThat(arguments(scene)).contains("restore", known);
        assertThat(published).allSatisfy(it -> assertKept(it, known, time));
        assertThat(scene.status().at("/components/job/restartCount").asInt()).isEqualTo(4);
    }

    @Test
    void aFirstSubmissionThatFailedForItsNodeIsRepeated() {
        // Given
        Scene scene = new Scene(FORM.formatted(""));
        scene.round();
        scene.jobs().settle();

        // When
        scene.end("sales-job-submitter", "Failed");
        scene.after(Duration.ofMinutes(1)).jobs();
        rounds(scene, 1);

        // Then
        assertThat(state(scene)).isEqualTo("Restarting");
        submission(scene);
    }

    @Test
    void anAgeThatIsNotKnownIsCalledSo() {
        // Given
        Scene scene = Scene.running(FORM.formatted("fromSavepoint: \"s3://sp/1\""));
        scene.checkpoints(0).settle();

        // When
        scene.jobs(scene.job(FlinkJobState.FAILED)).settle();

        // Then
        assertThat(Scene.condition(scene.status(), "StateSafe").path("message").asText())
                .isEqualTo(
                        "Flink has not reported how old the newest savepoint or checkpoint is, and"
                                + " maxStateAgeToRestoreSeconds is 3600; remove that, or set"
                                + " job.fromSavepoint.");
    }

    @Test
    void theTimeThatAJobManagerTakesToStartIsAPauseAlready() {
        // Given
        Scene scene = lost();
        scene.pods.add(newJobManager(scene));

        // When
        rounds(scene, 2);

        // Then
        assertThat(state(scene)).isEqualTo("Pending");
    }

    /** Its pod was made 18 seconds ago, and its container started 15 seconds ago. */
    private static Pod newJobManager(Scene scene) {
        return Serialization.unmarshal(
                """
                metadata: {name: sales-jobmanager-0, labels: {component: jobmanager}, creationTimestamp: "%s"}
                status:
                  containerStatuses:
                    - {name: jobmanager, restartCount: 0, state: {running: {startedAt: "%s"}}}
                """
                        .formatted(scene.now.minusSeconds(18), scene.now.minusSeconds(15)),
                Pod.class);
    }

    @Test
    void theHistorySaysWhatTheTimeOfARestartWentInto() {
        // Given
        Scene scene = lost();
        scene.pods.add(newJobManager(scene));
        rounds(scene, 1);

        // When
        submission(scene);
        scene.after(Duration.ofSeconds(20)).jobs(scene.job(FlinkJobState.RUNNING));
        rounds(scene, 2);

        // Then
        JsonNode restart = scene.status().at("/history/0");
        assertThat(restart.path("name").asText()).isEqualTo("RestartJob");
        assertThat(restart.path("steps").findValuesAsText("name"))
                .containsExactly(
                        "start the JobManager's pod",
                        "start the JobManager, and see that it has no job",
                        "wait",
                        "wait for the cluster",
                        "submit the job");
        assertThat(restart.path("steps").findValues("durationSeconds"))
                .extracting(JsonNode::asInt)
                .startsWith(3, 15)
                .endsWith(20)
                .hasSize(5);
    }

    @Test
    void aJobManagerThatWasRestartedInItsPodCountsFromItsContainer() {
        // Given
        Scene scene = lost();
        Pod pod = newJobManager(scene);
        pod.getStatus().getContainerStatuses().get(0).setRestartCount(1);
        scene.pods.add(pod);

        // When
        rounds(scene, 1);

        // Then
        assertThat(scene.status().at("/operation/steps").findValuesAsText("name"))
                .containsExactly("start the JobManager, and see that it has no job", "wait");
    }
}
