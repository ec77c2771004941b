package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTroubleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{reason: ImagePullBackOff}        | ImagePullBackOff | cannot pull image flink:9",
                "{reason: ErrImagePull, message: x} | ImagePullBackOff | cannot pull image flink:9",
                "{reason: InvalidImageName, message: bad} | InvalidImageName | bad",
                "{reason: CreateContainerConfigError, message: no Secret} "
                        + "| CreateContainerConfigError | no Secret",
                "{reason: CrashLoopBackOff} | CrashLoopBackOff "
                        + "| keeps crashing (OOMKilled, exit code 137); see its logs",
            })
    void saysWhatAContainerWaitsFor(String waiting, String reason, String message) {
        // Given
        Pod pod =
                pod(
                        """
                        containerStatuses:
                          - name: main
                            image: flink:9
                            state: {waiting: %s}
                            lastState: {terminated: {reason: OOMKilled, exitCode: 137}}
                        """
                                .formatted(waiting));

        // When
        Optional<PodTrouble> trouble = PodTrouble.first(List.of(pod));

        // Then
        assertThat(trouble).contains(new PodTrouble(reason, "Pod p, container main: " + message));
    }

    @Test
    void aTroubledInitContainerCountsFirst() {
        Pod pod =
                pod(
                        """
                        initContainerStatuses:
                          - {name: flink-config, image: f, state: {waiting: {reason: ErrImagePull}}}
                        containerStatuses:
                          - {name: main, image: f, state: {waiting: {reason: PodInitializing}}}
                        """);

        assertThat(PodTrouble.first(List.of(pod)))
                .map(PodTrouble::message)
                .contains("Pod p, container flink-config: cannot pull image f");
    }

    @Test
    void saysWhyThereIsNoNode() {
        Pod pod =
                pod(
                        """
                        conditions:
                          - {type: PodScheduled, status: "False", message: 0/3 nodes have memory.}
                        """);

        assertThat(PodTrouble.first(List.of(pod)))
                .contains(new PodTrouble("Unschedulable", "Pod p: 0/3 nodes have memory."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "containerStatuses: [{name: a, state: {waiting: {reason: ContainerCreating}}}]",
                "containerStatuses: [{name: a, state: {waiting: {}}}]",
                "containerStatuses: [{name: a, state: {running: {}}}]",
                "containerStatuses: [{name: a}]",
                "conditions: [{type: PodScheduled, status: 'True'}]",
                "conditions: [{type: PodScheduled, status: 'False'}]",
                "phase: Pending",
            })
    void whatIsUsualIsNoTrouble(String status) {
        assertThat(PodTrouble.first(List.of(pod(status)))).isEmpty();
    }

    @Test
    void aPodThatGoesIsNoTrouble() {
        Pod pod = pod("containerStatuses: [{name: a, state: {waiting: {reason: ErrImagePull}}}]");
        pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(PodTrouble.first(List.of(pod))).isEmpty();
    }

    private static Pod pod(String status) {
        return Serialization.unmarshal(
                "metadata: {name: p}\nstatus:\n" + status.indent(2), Pod.class);
    }
}
