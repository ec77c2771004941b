package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.FlinkJobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that go on after their job has come to Flink, and fail. */
class SeveralJobsTest {
    private static final String REFUSED =
            "Caused by: org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has"
                    + " already been submitted.";

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "FINISHED"})
    void aProgramWhoseSecondJobIsRefusedIsNotSaidToBeWell(FlinkJobState state) {
        // Given
        Scene scene = Scene.running(Clusters.JOB).checkpoints(0);
        failed(scene, REFUSED, 1);
        scene.jobs(scene.job(state));

        // When
        var decision = scene.round();

        // Then
        JsonNode degraded = Scene.condition(scene.status(), "Degraded");
        assertThat(degraded.path("reason").asText()).isEqualTo("ProgramFailed");
        assertThat(degraded.path("message").asText())
                .contains("but the program failed after it had submitted it: org.apache.flink")
                .contains("the program submits a second job; a FlinkCluster runs one job")
                .contains("statement set")
                .contains("session cluster");
        assertThat(decision.events()).extracting(ClusterEvent::reason).contains("ProgramFailed");
    }

    @Test
    void aProgramOfUnknownFailureIsToldTooAndWhyThatMayBe() {
        // Given: what Python says at its end hides what Flink has said.
        Scene scene = Scene.running(Clusters.JOB);
        failed(scene, "java.lang.RuntimeException: Python process exits with code: 1", 1);

        // When
        scene.round();

        // Then
        assertThat(Scene.condition(scene.status(), "Degraded").path("message").asText())
                .isEqualTo(
                        "The job is Running, but the program failed after it had submitted it:"
                                + " java.lang.RuntimeException: Python process exits with code: 1"
                                + " (Error, exit code 1). If it submits more than one job: a"
                                + " FlinkCluster runs one job of a program; put all INSERTs into one"
                                + " statement set, call execute() once, or run the program against a"
                                + " session cluster.");
    }

    @Test
    void aSubmitterThatIsKilledAfterItsWorkIsNoFailureOfTheProgram() {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        failed(scene, "", 143);

        // When
        scene.round();

        // Then
        assertThat(Scene.condition(scene.status(), "Degraded").path("status").asText())
                .isEqualTo("False");
    }

    @Test
    void anApplicationThatEndsSinceItExecutesTwiceSaysWhy() {
        // Given
        Scene scene = Scene.running(Clusters.JOB.replace("jarFile", "mode: Application, jarFile"));
        failed(
                scene,
                "Caused by: org.apache.flink.util.FlinkRuntimeException: Cannot have more than one"
                        + " execute() or executeAsync() call in a single environment.",
                1);
        scene.unreachable();

        // When
        scene.settleOnce();

        // Then
        assertThat(scene.status().at("/components/job/failureReasons/0").asText())
                .contains("the program submits a second job");
    }

    private static void failed(Scene scene, String message, int exitCode) {
        Job kubernetesJob =
                scene.owned.stream()
                        .filter(Job.class::isInstance)
                        .map(Job.class::cast)
                        .findFirst()
                        .orElseThrow();
        scene.pods.add(
                Serialization.unmarshal(
                        """
                        metadata:
                          name: submitter
                          labels: {flinkoperator.k8s.io/job-id: "%s"}
                        status:
                          containerStatuses:
                            - name: %s
                              state: {terminated: {reason: Error, exitCode: %d, message: "%s"}}
                        """
                                .formatted(
                                        scene.jobId(),
                                        kubernetesJob
                                                .getSpec()
                                                .getTemplate()
                                                .getSpec()
                                                .getContainers()
                                                .get(0)
                                                .getName(),
                                        exitCode,
                                        message),
                        Pod.class));
        scene.end(kubernetesJob.getMetadata().getName(), "Failed");
    }
}
