package io.flinkoperator.testkit;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class NodeStandInIT {

    private static final String STATEFUL_SET =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: taskmanager}
            spec:
              replicas: 2
              podManagementPolicy: Parallel
              selector: {matchLabels: {app: taskmanager}}
              template:
                metadata: {labels: {app: taskmanager}}
                spec:
                  initContainers: [{name: fetch, image: fetch:1}]
                  containers: [{name: main, image: flink:2.3.0}]
            """;
    private static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: submitter}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: flink:2.3.0}]
            """;

    private KubernetesClient client;
    private String namespace;
    private NodeStandIn node;

    @BeforeEach
    void startStandIn(KubernetesClient client, TestNamespace namespace) {
        this.client = client;
        this.namespace = namespace.name();
        node = NodeStandIn.start(client, namespace);
    }

    @AfterEach
    void stopStandIn() {
        node.close();
    }

    @Test
    void makesTheReplicasOfAStatefulSetReady() {
        // When
        create(STATEFUL_SET);

        // Then
        eventually(() -> assertThat(statefulSet().getStatus().getReadyReplicas()).isEqualTo(2));
        assertThat(pods()).allMatch(Readiness::isPodReady);
        assertThat(pods().get(0).getStatus().getPodIP()).isEqualTo("127.0.0.1");
        assertThat(pods().get(0).getStatus().getInitContainerStatuses())
                .allMatch(status -> status.getState().getTerminated().getExitCode() == 0);
    }

    @Test
    void removesADeletedPodForGoodSoThatItIsReplaced() {
        // Given
        create(STATEFUL_SET);
        eventually(() -> assertThat(statefulSet().getStatus().getReadyReplicas()).isEqualTo(2));
        var before = pod("taskmanager-0").getMetadata().getUid();

        // When
        client.pods().inNamespace(namespace).withName("taskmanager-0").delete();

        // Then
        eventually(
                () -> {
                    assertThat(pod("taskmanager-0")).isNotNull();
                    assertThat(pod("taskmanager-0").getMetadata().getUid()).isNotEqualTo(before);
                });
        eventually(() -> assertThat(statefulSet().getStatus().getReadyReplicas()).isEqualTo(2));
    }

    @Test
    void keepsAJobRunningUntilItIsToldToComplete() {
        // Given
        create(JOB);
        eventually(() -> assertThat(job().getStatus().getReady()).isEqualTo(1));

        // When
        node.treat(Pods.ofJob("submitter"), Fate.completed());

        // Then
        eventually(() -> assertThat(job().getStatus().getSucceeded()).isEqualTo(1));
        eventually(() -> assertThat(jobConditions()).contains("Complete"));
    }

    @Test
    void failsAJobWithATerminationMessage() {
        // Given
        node.treat(Pods.ofJob("submitter"), Fate.failed(1, "no such class"));

        // When
        create(JOB);

        // Then
        eventually(() -> assertThat(jobConditions()).contains("Failed"));
        assertThat(mainContainer().getTerminated().getMessage()).isEqualTo("no such class");
        assertThat(mainContainer().getTerminated().getExitCode()).isEqualTo(1);
    }

    @Test
    void restartsTheContainersOfAStatefulSetThatRunOutOfMemory() {
        // Given
        create(STATEFUL_SET);
        eventually(() -> assertThat(statefulSet().getStatus().getReadyReplicas()).isEqualTo(2));

        // When
        node.treat(Pods.named("taskmanager-1"), Fate.outOfMemory());

        // Then
        eventually(() -> assertThat(statefulSet().getStatus().getReadyReplicas()).isEqualTo(1));
        var status = pod("taskmanager-1").getStatus().getContainerStatuses().get(0);
        assertThat(status.getLastState().getTerminated().getReason()).isEqualTo("OOMKilled");
        assertThat(status.getRestartCount()).isEqualTo(1);
    }

    @Test
    void holdsAPodBackAndThenShowsWhyItWaits() {
        // Given
        node.treat(Pods.ofJob("submitter"), Fate.held());
        create(JOB);
        eventually(() -> assertThat(pods()).hasSize(1));
        assertThat(pods().get(0).getSpec().getNodeName()).isNull();

        // When
        node.treat(Pods.ofJob("submitter"), Fate.imagePullBackOff());

        // Then
        eventually(
                () ->
                        assertThat(mainContainer().getWaiting().getReason())
                                .isEqualTo("ImagePullBackOff"));
    }

    private void create(String yaml) {
        client.resource(yaml).inNamespace(namespace).create();
    }

    private StatefulSet statefulSet() {
        return client.apps().statefulSets().inNamespace(namespace).withName("taskmanager").get();
    }

    private Job job() {
        return client.batch().v1().jobs().inNamespace(namespace).withName("submitter").get();
    }

    private List<String> jobConditions() {
        return job().getStatus().getConditions().stream().map(JobCondition::getType).toList();
    }

    private List<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    private Pod pod(String name) {
        return client.pods().inNamespace(namespace).withName(name).get();
    }

    private ContainerState mainContainer() {
        var statuses = pods().get(0).getStatus().getContainerStatuses();
        assertThat(statuses).hasSize(1);
        return statuses.get(0).getState();
    }
}
