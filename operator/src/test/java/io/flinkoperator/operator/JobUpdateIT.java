package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.FakeJobState;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates of running jobs, and what they do to the one that runs. */
@ExtendWith(ControlPlaneExtension.class)
class JobUpdateIT {
    private static final String OTHER_ARGUMENTS = "{\"job\":{\"args\":[\"b\"]}}";
    private static final String OTHER_PODS = "{\"envVars\":[{\"name\":\"A\",\"value\":\"b\"}]}";

    private Life life;

    @BeforeEach
    void begin(ControlPlane controlPlane, TestNamespace namespace) {
        life = new Life(controlPlane, namespace);
    }

    @AfterEach
    void end() {
        life.close();
    }

    @Test
    void anUpdateGoesOnWhereverTheOperatorWasStopped() {
        // Given
        String job = life.begin("");
        life.world.node.treat(Pods.ofJob("sales-preflight"), Fate.running());
        life.flink.holdSavepoints();

        // When
        life.change(OTHER_PODS);
        eventually(() -> assertThat(life.status("/operation/step")).startsWith("1 of 6"));
        life.restartOperator();
        assertThat(life.savepointRequests()).as("before the check").isEmpty();
        life.world.node.treat(Pods.ofJob("sales-preflight"), Fate.completed());
        life.awaitSavepointRequest();
        life.restartOperator();
        life.flink.completeSavepoint(job, life.status("/savepoint/triggerID"));
        eventually(() -> assertThat(life.status(Life.STATE)).isNotEqualTo("Running"));
        life.restartOperator();
        String next = life.take();
        life.restartOperator();
        life.awaitState("Running");
        life.flink.completeCheckpoint(next, "file:///cp/" + next + "/chk-2");
        life.assertStable();

        // Then
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.jobs()).hasSize(2);
        assertThat(life.flink.savepoints())
                .containsExactly(life.status("/components/job/fromSavepoint"));
        eventually(() -> assertThat(life.status("/history/0/outcome")).isEqualTo("Succeeded"));
    }

    @Test
    void aRevisionThatCannotStartDoesNotStopTheJob() {
        // Given
        String job = life.begin("");
        String revision = life.status("/revision/currentRevision");
        life.world.node.treat(Pods.ofJob("sales-preflight"), Fate.imagePullBackOff());

        // When
        life.change("{\"image\":{\"name\":\"flink:2.3.9\"},\"job\":{\"updateTimeoutSeconds\":5}}");

        // Then
        eventually(
                () ->
                        assertThat(life.condition("UpgradeBlocked", "message"))
                                .contains("cannot pull image flink:2.3.9", "stays with"));
        assertThat(life.status("/revision/currentRevision")).isEqualTo(revision);
        assertThat(life.status("/components/job/id")).isEqualTo(job);
        assertThat(life.savepointRequests()).isEmpty();
    }

    @Test
    void aSpecThatKubernetesWouldRefuseChangesNothing() {
        // Given
        assumeFalse(
                life.world.client.getKubernetesVersion().getMinor().equals("30"),
                "Kubernetes 1.30 takes StatefulSets whose pods it would refuse");
        String job = life.begin("");
        var before = life.world.versionsAtRest();

        // When
        life.change(
                "{\"taskManager\":{\"topologySpreadConstraints\":[{\"maxSkew\":0,"
                        + "\"topologyKey\":\"zone\",\"whenUnsatisfiable\":\"DoNotSchedule\"}]}}");

        // Then
        eventually(
                () ->
                        assertThat(life.condition("Ready", "message"))
                                .isEqualTo(
                                        "spec: Kubernetes would refuse its StatefulSet"
                                                + " sales-taskmanager:"
                                                + " spec.template.spec.topologySpreadConstraints[0].maxSkew:"
                                                + " Invalid value: 0: must be greater than zero; correct"
                                                + " that, or set it back"));
        assertThat(life.status("/components/job/id")).isEqualTo(job);
        assertThat(life.savepointRequests()).isEmpty();
        var after = life.world.versions();
        after.keySet().removeAll(List.of("FlinkCluster/sales"));
        before.keySet().retainAll(after.keySet());
        assertThat(after).containsAllEntriesOf(before);

        // When
        life.change("{\"taskManager\":{\"topologySpreadConstraints\":null}}");

        // Then
        eventually(() -> assertThat(life.condition("Ready", "status")).isEqualTo("True"));
        assertThat(life.status("/components/job/id")).isEqualTo(job);
        life.assertStable();
    }

    @Test
    void whatSomebodyKeepsFromGoingIsWaitedFor() {
        // Given
        life.begin("");
        String workers = Names.taskManager(Life.NAME);
        finalizers(workers, List.of("example.com/hold"));

        // When
        life.change("{\"envVars\":[{\"name\":\"A\",\"value\":\"b\"}]}");

        // Then
        eventually(
                () -> assertThat(life.status("/operation/step")).contains("remove the old pods"));
        life.restartOperator();
        eventually(
                () ->
                        assertThat(
                                        life.world
                                                .statefulSet(workers)
                                                .getMetadata()
                                                .getDeletionTimestamp())
                                .isNotNull());
        assertThat(life.status("/operation/step")).contains("remove the old pods");
        assertThat(life.flink.jobs()).hasSize(1);

        // When
        finalizers(workers, List.of());

        // Then
        life.run();
        life.assertStable();
        assertThat(life.flink.jobs()).hasSize(2);
    }

    private void finalizers(String statefulSet, List<String> finalizers) {
        eventually(
                () ->
                        life.world
                                .client
                                .resource(life.world.statefulSet(statefulSet))
                                .edit(
                                        it -> {
                                            it.getMetadata().setFinalizers(finalizers);
                                            return it;
                                        }));
    }

    @Test
    void aRevisionWhoseJobFailsIsRolledBackOnceWithItsState() {
        // Given
        life.begin("");
        String revision = life.status("/revision/currentRevision");

        // When
        life.change(OTHER_ARGUMENTS);
        String broken = life.take();
        String path = life.flink.savepoints().get(0);
        life.awaitState("Running");
        life.flink.fail(broken, "java.lang.ClassCastException: B");
        life.run();

        // Then
        eventually(() -> assertThat(life.status("/revision/currentRevision")).isEqualTo(revision));
        assertThat(life.status("/components/job/fromSavepoint")).contains(broken);
        assertThat(life.status("/components/job/restore/path")).isEqualTo(path);
        eventually(
                () ->
                        assertThat(life.condition("UpgradeBlocked", "message"))
                                .contains("ClassCastException", "stays with " + revision));
        life.restartOperator();
        assertThat(life.flink.jobs()).hasSize(3);

        // And: a spec that works takes its place.
        life.change("{\"job\":{\"args\":[\"c\"]}}");
        life.run();
        eventually(() -> assertThat(life.condition("UpgradeBlocked", "status")).isEqualTo("False"));
    }

    @Test
    void aNewerSpecTakesThePlaceOfOneUnderWay() {
        // Given
        String job = life.begin("");
        life.flink.holdSavepoints();
        life.change(OTHER_ARGUMENTS);
        life.awaitSavepointRequest();

        // When
        life.change("{\"job\":{\"args\":[\"c\"]}}");
        eventually(
                () ->
                        assertThat(life.status("/observedGeneration"))
                                .isEqualTo(
                                        String.valueOf(
                                                life.world
                                                        .cluster(Life.NAME)
                                                        .getMetadata()
                                                        .getGeneration())));
        life.flink.completeSavepoint(job, life.status("/savepoint/triggerID"));
        life.flink.takeSavepoints();
        life.run();

        // Then
        assertThat(arguments()).endsWith("c");
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.jobs()).hasSize(2);
    }

    @Test
    void anUpdateWaitsForASavepointAndTheJobRunsOn() {
        // Given
        String job = life.begin("");
        life.flink.failStops("java.io.IOException: no space");

        // When
        life.change(OTHER_ARGUMENTS);
        eventually(() -> assertThat(life.status("/savepoint/message")).contains("no space"));

        // Then
        assertThat(life.flink.job(job).orElseThrow().state()).isEqualTo(FakeJobState.RUNNING);
        assertThat(life.status(Life.STATE)).isEqualTo("Running");
        life.flink.takeSavepoints();
        life.endPause();
        life.run();
    }

    static List<Behaviour> faults() {
        return List.of(Behaviour.answerLost(), Behaviour.unavailable());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anUpdateStopsTheJobOnceWhateverIsAnswered(Behaviour fault) {
        // Given
        String job = life.begin("");
        life.flink.behave(fault, Life::asksForSavepoint);

        // When
        life.change(OTHER_ARGUMENTS);
        life.awaitSavepointRequest();
        life.restartOperator();
        life.flink.behave(Behaviour.healthy());
        String next = life.run();

        // Then
        assertThat(next).isNotEqualTo(job);
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.savepoints())
                .containsExactly(life.status("/components/job/fromSavepoint"));
        assertThat(life.flink.jobs()).hasSize(2);
    }

    @Test
    void aRevisionIsRolledBackByHand() {
        // Given
        life.begin("");
        String revision = life.status("/revision/currentRevision");
        life.change(OTHER_ARGUMENTS);
        life.run();
        life.assertStable();

        // When
        life.world.patch(
                Life.NAME,
                "{\"metadata\":{\"annotations\":{\"flinkclusters.flinkoperator.k8s.io/rollback-to\":\""
                        + revision
                        + "\"}}}");
        life.run();

        // Then
        eventually(() -> assertThat(life.status("/revision/currentRevision")).isEqualTo(revision));
        assertThat(arguments()).doesNotContain("b");
        eventually(
                () ->
                        assertThat(life.world.cluster(Life.NAME).getMetadata().getAnnotations())
                                .isNullOrEmpty());
    }

    @Test
    void jobsOfASessionClusterAreProtected() {
        // Given
        life.world
                .jobManager("lab", 2)
                .submit("0123456789abcdef0123456789abcdef", "nightly report");
        life.world.create("lab", "image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 1}");
        eventually(
                () -> assertThat(life.world.condition("lab", "Ready", "status")).isEqualTo("True"));
        String revision = life.world.status("lab", "/revision/currentRevision");

        // When
        life.world.patch("lab", "{\"spec\":" + OTHER_PODS + "}");

        // Then
        eventually(
                () ->
                        assertThat(life.world.condition("lab", "UpgradeBlocked", "message"))
                                .contains("nightly report"));
        assertThat(life.world.status("lab", "/revision/currentRevision")).isEqualTo(revision);
        life.world.patch("lab", "{\"spec\":{\"interruptRunningJobs\":true}}");
        eventually(
                () ->
                        assertThat(life.world.status("lab", "/revision/currentRevision"))
                                .isNotEqualTo(revision));
    }

    private List<String> arguments() {
        return life.world
                .job(Names.submitter(Life.NAME))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
    }
}
