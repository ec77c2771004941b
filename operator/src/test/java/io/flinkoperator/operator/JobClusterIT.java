package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.FakeCheckpointing;
import io.flinkoperator.testkit.FakeJobState;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class JobClusterIT {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            job: {jarFile: /opt/flink/usrlib/job.jar, parallelism: 2}
            """;
    private static final String APPLICATION =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            job: {mode: Application, className: com.example.Job}
            """;

    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
    }

    @AfterEach
    void stopWorld() {
        world.close();
    }

    @Test
    void runsItsJobAndIsCleanedUpWhenItSucceeds() {
        // Given
        String id = world.running("sales", SPEC);
        assertThat(world.status("sales", "/components/job/id")).isEqualTo(id);
        assertThat(world.status("sales", "/flinkVersion")).isEqualTo("2.3.0");
        eventually(() -> assertThat(world.condition("sales", "Ready", "status")).isEqualTo("True"));

        // When
        world.flink.find(world.namespace, "sales").orElseThrow().finish(id);

        // Then
        eventually(() -> assertThat(world.status("sales", "/state")).isEqualTo("Stopped"));
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Succeeded");
        assertThat(world.statefulSet("sales-jobmanager")).isNull();
        assertThat(world.statefulSet("sales-taskmanager")).isNull();
        assertThat(world.job("sales-job-submitter")).as("has the logs").isNotNull();
        assertThat(world.condition("sales", "Ready", "reason")).isEqualTo("JobSucceeded");
        assertThat(world.condition("sales", "Ready", "status")).isEqualTo("True");
        eventually(
                () ->
                        assertThat(world.events("sales"))
                                .extracting(Event::getReason)
                                .contains("JobRunning", "JobSucceeded", "ClusterStopped"));
    }

    @Test
    void onlyTheTaskManagersGoIfThePolicySaysSo() {
        // Given
        String id =
                world.running(
                        "sales",
                        SPEC.replace(
                                "job: {",
                                "job: {cleanupPolicy: {afterJobSucceeds: DeleteTaskManager}, "));

        // When
        world.flink.find(world.namespace, "sales").orElseThrow().finish(id);

        // Then
        eventually(() -> assertThat(world.status("sales", "/state")).isEqualTo("PartiallyStopped"));
        assertThat(world.statefulSet("sales-taskmanager")).isNull();
        assertThat(world.statefulSet("sales-jobmanager")).isNotNull();
        assertThat(world.status("sales", "/components/taskManager/state")).isEqualTo("Deleted");
    }

    @Test
    void aJobThatIsCancelledInFlinkIsCleanedUpByItsOwnPolicy() {
        // Given
        String id = world.running("sales", SPEC);

        // When
        world.flink
                .find(world.namespace, "sales")
                .orElseThrow()
                .setState(id, FakeJobState.CANCELED);

        // Then
        eventually(() -> assertThat(world.status("sales", "/state")).isEqualTo("Stopped"));
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Cancelled");
    }

    @Test
    void anotherOperatorOverTheSameClustersWritesNothing() {
        // Given: a running job, and one that is over and cleaned up.
        world.running("sales", SPEC);
        String id = world.running("stock", SPEC);
        world.flink.find(world.namespace, "stock").orElseThrow().finish(id);
        eventually(() -> assertThat(world.status("stock", "/state")).isEqualTo("Stopped"));
        eventually(() -> assertThat(world.condition("sales", "Ready", "status")).isEqualTo("True"));
        world.stopOperator();
        Map<String, String> before = world.versionsAtRest();

        // When: it has seen them for as long as a new cluster needs to get ready.
        world.startOperator();
        world.running("other", SPEC);

        // Then
        assertThat(world.versions()).containsAllEntriesOf(before);
    }

    @Test
    void saysWhyTheJobFailedAndKeepsTheCluster() {
        // Given
        String id = world.running("sales", SPEC);

        // When
        world.flink
                .find(world.namespace, "sales")
                .orElseThrow()
                .fail(
                        id,
                        """
                        org.apache.flink.runtime.JobException: Recovery is suppressed
                        Caused by: java.lang.ArithmeticException: / by zero
                            at com.example.Job.map(Job.java:7)
                        """);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("sales", "Degraded", "message"))
                                .contains("java.lang.ArithmeticException: / by zero"));
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Failed");
        assertThat(world.statefulSet("sales-taskmanager")).isNotNull();
    }

    @Test
    void saysWhyTheSubmissionFailed() {
        // Given
        world.jobManager("sales", 2);
        world.node.treat(
                Pods.ofJob("sales-job-submitter"),
                Fate.failed(1, "java.lang.ClassNotFoundException: com.example.Missing"));

        // When
        world.create("sales", SPEC);

        // Then
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Failed"));
        assertThat(world.status("sales", "/components/job/failureReasons/0"))
                .startsWith("java.lang.ClassNotFoundException: com.example.Missing");
    }

    @Test
    void aChangedSpecReplacesAFailedJobUnderANewId() {
        // Given
        world.jobManager("sales", 2);
        world.node.treat(Pods.ofJob("sales-job-submitter"), Fate.failed(1, "no such class"));
        world.create("sales", SPEC);
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Failed"));
        String failed = world.status("sales", "/components/job/id");
        world.node.treat(Pods.ofJob("sales-job-submitter"), Fate.running());

        // When
        world.patch("sales", "{\"spec\":{\"job\":{\"className\":\"com.example.Right\"}}}");

        // Then
        eventually(
                () -> assertThat(world.status("sales", "/components/job/attempt")).isEqualTo("1"));
        String next = world.submitted("sales");
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Running"));
        assertThat(next).isNotEqualTo(failed);
    }

    @Test
    void aSubmissionWhoseOutcomeWasLostIsNotRepeated() {
        // Given: the job runs, its submitter was created, and the status knows nothing of it.
        String id = world.running("sales", SPEC);
        world.stopOperator();
        FlinkCluster cluster = world.cluster("sales");
        cluster.setStatus(
                Serialization.unmarshal("{}", com.fasterxml.jackson.databind.JsonNode.class));
        world.client.resource(cluster).updateStatus();
        String submitter = world.job("sales-job-submitter").getMetadata().getUid();

        // When
        world.startOperator();

        // Then
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Running"));
        assertThat(world.status("sales", "/components/job/id")).isEqualTo(id);
        assertThat(world.job("sales-job-submitter").getMetadata().getUid()).isEqualTo(submitter);
    }

    @Test
    void aRecordedIntentWithoutEffectIsDoneAgainUnderTheSameId() {
        // Given: the operator died between writing the intent and creating the submitter.
        world.jobManager("sales", 2);
        world.create("sales", SPEC);
        eventually(() -> assertThat(world.job("sales-job-submitter")).isNotNull());
        world.stopOperator();
        String id = world.status("sales", "/components/job/id");
        world.client.resource(world.job("sales-job-submitter")).delete();
        eventually(() -> assertThat(world.job("sales-job-submitter")).isNull());

        // When
        world.startOperator();

        // Then
        assertThat(world.submitted("sales")).isEqualTo(id);
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Running"));
    }

    @Test
    void anUnreachableJobManagerLosesNothing() {
        // Given
        String id = world.running("sales", SPEC);
        var jobManager = world.flink.find(world.namespace, "sales").orElseThrow();

        // When
        jobManager.behave(Behaviour.dead());

        // Then
        eventually(
                () ->
                        assertThat(world.condition("sales", "JobRunning", "reason"))
                                .isEqualTo("JobManagerUnreachable"));
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Running");
        jobManager.behave(Behaviour.healthy());
        eventually(
                () ->
                        assertThat(world.condition("sales", "JobRunning", "status"))
                                .isEqualTo("True"));
        assertThat(world.status("sales", "/components/job/id")).isEqualTo(id);
    }

    @Test
    void aJobThatItsJobManagerForgotIsLost() {
        // Given
        world.running("sales", SPEC);

        // When
        world.flink.find(world.namespace, "sales").orElseThrow().restart();

        // Then
        eventually(
                () -> assertThat(world.status("sales", "/components/job/state")).isEqualTo("Lost"));
        assertThat(world.statefulSet("sales-jobmanager")).isNotNull();
    }

    @Test
    void aChangedSpecThatWouldLoseTheStateDoesNotTouchARunningJobAndSaysSo() {
        // Given: what the job has saved goes with it.
        world.node.treat(Pods.ofJob("sales-preflight"), Fate.completed());
        world.jobManager("sales", 2).checkpointing(FakeCheckpointing.NEVER_RETAINED);
        world.create("sales", SPEC);
        world.submitted("sales");
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Running"));
        var before = world.versionsAtRest().get("StatefulSet/sales-jobmanager");

        // When
        world.patch("sales", "{\"spec\":{\"flinkProperties\":{\"a.b\":\"c\"}}}");

        // Then
        eventually(
                () ->
                        assertThat(world.condition("sales", "UpgradeBlocked", "reason"))
                                .isEqualTo("NoStateKept"));
        assertThat(world.statefulSet("sales-jobmanager").getMetadata().getResourceVersion())
                .isEqualTo(before);
        world.patch("sales", "{\"spec\":{\"flinkProperties\":null}}");
        eventually(
                () ->
                        assertThat(world.condition("sales", "UpgradeBlocked", "status"))
                                .isEqualTo("False"));
    }

    @Test
    void scalingTaskManagersLeavesTheOthersAlone() {
        // Given
        world.running("sales", SPEC);
        world.versionsAtRest();
        String generation = world.statefulSet("sales-taskmanager").getStatus().getUpdateRevision();

        // When
        world.patch("sales", "{\"spec\":{\"taskManager\":{\"replicas\":3}}}");

        // Then
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/taskManager/ready"))
                                .isEqualTo("3/3"));
        assertThat(world.statefulSet("sales-taskmanager").getStatus().getUpdateRevision())
                .isEqualTo(generation);
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Running");
    }

    @Test
    void anotherRenderingByANewerOperatorDoesNotReplacePods() {
        // Given: as if an older operator had rendered the same revision in another way.
        world.running("sales", SPEC);
        world.stopOperator();
        world.versionsAtRest();
        eventually(
                () -> {
                    var old = world.statefulSet("sales-taskmanager");
                    old.getMetadata().getAnnotations().put(Names.APPLIED, "of-an-older-operator");
                    old.getSpec().getTemplate().getMetadata().getAnnotations().put("older", "true");
                    world.client.resource(old).update();
                });
        var before = world.statefulSet("sales-taskmanager").getMetadata().getGeneration();

        // When
        world.startOperator();
        world.patch("sales", "{\"spec\":{\"taskManager\":{\"replicas\":3}}}");

        // Then
        eventually(
                () ->
                        assertThat(world.statefulSet("sales-taskmanager").getSpec().getReplicas())
                                .isEqualTo(3));
        var after = world.statefulSet("sales-taskmanager");
        assertThat(after.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("older", "true");
        assertThat(after.getMetadata().getGeneration()).isEqualTo(before + 1);
    }

    @Test
    void anApplicationClusterRunsTheJobInItsJobManager() {
        // Given
        world.create("sales", APPLICATION);
        eventually(() -> assertThat(world.job("sales-jobmanager")).isNotNull());
        String id = world.job("sales-jobmanager").getMetadata().getLabels().get(Names.JOB_ID);
        var jobManager = world.jobManager("sales", 1).submit(id, "job of sales");
        eventually(
                () ->
                        assertThat(world.status("sales", "/components/job/state"))
                                .isEqualTo("Running"));
        assertThat(world.statefulSet("sales-jobmanager")).isNull();

        // When
        jobManager.finish(id);

        // Then
        eventually(() -> assertThat(world.status("sales", "/state")).isEqualTo("Stopped"));
        assertThat(world.status("sales", "/components/job/state")).isEqualTo("Succeeded");
        assertThat(world.job("sales-jobmanager")).isNull();
    }

    @Test
    void aWrongImageOfAnApplicationClusterCanBeCorrected() {
        // Given
        world.node.treat(Pods.all(), Fate.imagePullBackOff());
        world.create("sales", APPLICATION);
        eventually(
                () ->
                        assertThat(world.condition("sales", "Degraded", "reason"))
                                .isEqualTo("ImagePullBackOff"));
        world.node.treatAllAsUsual();
        world.node.treat(
                pod -> pod.getSpec().getContainers().get(0).getImage().equals("flink:2.3.0"),
                Fate.imagePullBackOff());

        // When
        world.patch("sales", "{\"spec\":{\"image\":{\"name\":\"flink:2.3.1\"}}}");

        // Then
        eventually(
                () ->
                        assertThat(world.condition("sales", "Degraded", "status"))
                                .isEqualTo("False"));
        eventually(
                () -> {
                    assertThat(world.job("sales-jobmanager")).isNotNull();
                    assertThat(world.job("sales-jobmanager").getSpec().getTemplate().getSpec())
                            .extracting(pod -> pod.getContainers().get(0).getImage())
                            .isEqualTo("flink:2.3.1");
                });
    }
}
