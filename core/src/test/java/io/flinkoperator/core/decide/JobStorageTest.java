package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.FlinkJobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is done with state where it lies, without a JobManager. */
class JobStorageTest {
    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            %s
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: "s3://sp"
              savepointRetention: {count: 1}
              restartPolicy: FromSavepointOnFailure
              %s
            """;

    private static Scene running() {
        return Scene.running(FORM.formatted("", "")).checkpoints(1).settle();
    }

    @Test
    void aSavepointToStartFromIsLookedForBeforeTheJobIsStopped() {
        // Given
        Scene scene = running();
        scene.spec(FORM.formatted("", "fromSavepoint: \"s3://sp/tyop\""));

        // When
        scene.settle();

        // Then
        assertThat(arguments(scene, "sales-preflight")).endsWith("s3://sp/tyop", "state");
        scene.endPreflight("Failed").settle();
        assertThat(scene.asked).isEmpty();
        assertThat(Scene.condition(scene.status(), "UpgradeBlocked").path("reason").asText())
                .isEqualTo("PreflightFailed");
        assertThat(Scene.condition(scene.status(), "Ready").path("status").asText())
                .isEqualTo("True");

        // And: it is looked for anew.
        scene.spec(FORM.formatted("", "fromSavepoint: \"s3://sp/typo\"")).settle();
        assertThat(arguments(scene, "sales-preflight")).endsWith("s3://sp/typo", "state");
        scene.passPreflight().round();
        assertThat(scene.asked).hasSize(1);
    }

    @Test
    void aRevisionIsCheckedWithItsOwnConfiguration() {
        // Given
        Scene scene = running();

        // When
        scene.spec(FORM.formatted("flinkProperties: {table.mine: c}", "")).settle();

        // Then
        Job check = job(scene, "sales-preflight").orElseThrow();
        assertThat(check.getSpec().getTemplate().getSpec().getVolumes())
                .anyMatch(
                        volume ->
                                volume.getConfigMap() != null
                                        && volume.getConfigMap()
                                                .getName()
                                                .equals("sales-preflight"));
        assertThat(configuration(scene, "sales-preflight")).contains("table.mine: \"c\"");
        assertThat(configuration(scene, "sales-configmap")).doesNotContain("table.mine");

        // And: it goes when the check has done its work.
        scene.passPreflight().round();
        scene.completed("s3://sp/1").jobs(scene.job(FlinkJobState.FINISHED)).settle();
        assertThat(names(scene)).doesNotContain("sales-preflight");
        assertThat(configuration(scene, "sales-configmap")).contains("table.mine: \"c\"");
    }

    private static String configuration(Scene scene, String name) {
        return scene.owned.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(map -> map.getMetadata().getName().equals(name))
                .map(map -> map.getData().get("config.yaml"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFailedCheckIsRepeatedIfAUserSaysSo() {
        // Given
        Scene scene = running();
        scene.spec(FORM.formatted("", "fromSavepoint: \"s3://sp/1\"")).endPreflight("Failed");
        scene.settle();

        // When
        scene.word("retry-update").settle();

        // Then
        Job check = job(scene, "sales-preflight").orElseThrow();
        assertThat(check.getStatus()).isNull();
    }

    @Test
    void aNewImageHasToReachTheStorageOfTheState() {
        // Given
        Scene scene = running();
        String folder = scene.path("").replaceAll("/$", "");

        // When
        scene.spec(FORM.formatted("envVars: [{name: A, value: b}]", "")).round();

        // Then
        assertThat(arguments(scene, "sales-preflight")).endsWith(folder, "folder");
    }

    @Test
    void oldSavepointsOfASuspendedJobAreDeletedByAPod() {
        // Given
        Scene scene = running();
        scene.after(Duration.ofMinutes(1)).word("savepoint").round();
        scene.completed("s3://sp/1").settle();

        // When
        scene.spec(FORM.formatted("suspend: true", "")).round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).round();
        scene.details = Optional.empty();
        scene.unreachable().settle();

        // Then: the JobManager that is about to go is not bothered with it.
        assertThat(scene.asked).noneMatch(Action.DisposeSavepoint.class::isInstance);
        assertThat(scene.status().at("/components/job/state").asText()).isEqualTo("Suspended");
        assertThat(arguments(scene, "sales-disposal")).endsWith("s3://sp/1");
        scene.end("sales-disposal", "Complete");
        scene.settle();
        assertThat(scene.status().at("/savepoints")).hasSize(1);
        assertThat(scene.status().at("/savepoints/0/location").asText()).isEqualTo("s3://sp/final");
        assertThat(job(scene, "sales-disposal")).isEmpty();
    }

    @Test
    void oldSavepointsOfACancelledJobAreDeletedByAPodThatHasItsConfiguration() {
        // Given
        Scene scene = running();
        scene.after(Duration.ofMinutes(1)).word("savepoint").round();
        scene.completed("s3://sp/1").settle();

        // When
        scene.word("job-cancel").round();
        scene.completed("s3://sp/final").jobs(scene.job(FlinkJobState.FINISHED)).round();
        scene.details = Optional.empty();
        scene.unreachable().settle();

        // Then
        assertThat(scene.status().at("/state").asText()).isEqualTo("Stopped");
        assertThat(arguments(scene, "sales-disposal")).endsWith("s3://sp/1");
        assertThat(names(scene)).contains("sales-configmap").doesNotContain("sales-jobmanager");
        scene.end("sales-disposal", "Complete");
        scene.settle();
        assertThat(scene.status().at("/savepoints")).hasSize(1);
        assertThat(names(scene)).doesNotContain("sales-configmap", "sales-disposal");
    }

    private static List<String> names(Scene scene) {
        return scene.owned.stream().map(it -> it.getMetadata().getName()).toList();
    }

    @Test
    void aSharedFolderOfCheckpointsIsSearchedItself() {
        // Given
        String options =
                "flinkProperties: {execution.checkpointing.dir: s3://cp,"
                        + " execution.checkpointing.create-subdir: \"false\"}";
        Scene scene = Scene.running(FORM.formatted(options, ""));

        // When
        scene.jobs().after(Duration.ofMinutes(1)).jobs().settle();
        scene.after(Duration.ofMinutes(1)).settle();

        // Then
        assertThat(arguments(scene, "sales-job-submitter")).containsSequence("", "0", "s3://cp");
    }

    @Test
    void aContainerThatWasKilledIsNamedAsTheReason() {
        // Given
        Scene scene = running();
        scene.pods.add(
                Serialization.unmarshal(
                        """
                        metadata: {name: sales-jobmanager-0}
                        status:
                          containerStatuses:
                            - name: jobmanager
                              state: {running: {}}
                              lastState:
                                terminated:
                                  {reason: OOMKilled, exitCode: 137, finishedAt: "%s"}
                        """
                                .formatted(scene.now.plusSeconds(1)),
                        Pod.class));

        // When
        scene.jobs().after(Duration.ofMinutes(1)).jobs().round();

        // Then
        assertThat(Scene.condition(scene.status(), "Degraded").path("message").asText())
                .contains(
                        "no longer knows the job",
                        "Pod sales-jobmanager-0, container jobmanager ended: OOMKilled, exit code"
                                + " 137");
    }

    private static Optional<Job> job(Scene scene, String name) {
        return scene.owned.stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .filter(job -> job.getMetadata().getName().equals(name))
                .findFirst();
    }

    private static List<String> arguments(Scene scene, String name) {
        return job(scene, name)
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
    }
}
