package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a job that fails, is lost, or cannot be seen; and how it ends. */
@ExtendWith(ControlPlaneExtension.class)
class JobFaultsIT {
    private static final String RESTARTS =
            "restartPolicy: FromSavepointOnFailure\n"
                    + "  restartBackoff: {initialSeconds: 1, maxRestarts: 1}";

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
    void aJobThatCannotBeSeenIsLeftAlone() {
        // Given
        String job = life.begin(RESTARTS);

        // When
        life.flink.behave(Behaviour.dead());

        // Then
        eventually(
                () ->
                        assertThat(life.condition("JobRunning", "reason"))
                                .isEqualTo("JobManagerUnreachable"));
        assertThat(life.condition("JobRunning", "status")).isEqualTo("Unknown");
        life.restartOperator();
        life.say("savepoint");
        life.flink.behave(Behaviour.healthy());
        life.awaitWord("savepoint Succeeded");
        assertThat(life.status("/components/job/id")).isEqualTo(job);
        assertThat(life.flink.jobs()).hasSize(1);
        assertThat(life.messages("JobRunning")).hasSize(1);
        assertThat(life.triggers()).isEqualTo(1);
    }

    @Test
    void aJobThatIsLostGoesOnFromItsNewestCheckpoint() {
        // Given
        String job = life.begin(RESTARTS);

        // When: the JobManager comes back without it.
        life.flink.restart();

        // Then
        eventually(
                () ->
                        assertThat(life.messages("JobRestarting"))
                                .singleElement()
                                .asString()
                                .contains("no longer knows the job"));
        String next = life.run();
        assertThat(next).isNotEqualTo(job);
        assertThat(
                        life.world
                                .job(Names.submitter(Life.NAME))
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getArgs())
                .containsSequence("file:///cp/" + job + "/chk-1", "1", "file:///cp/" + job, "--");
        assertThat(life.status("/components/job/restartCount")).isEqualTo("1");
    }

    @Test
    void aJobThatIsLostStaysSoWithoutRestartPolicy() {
        // Given
        String job = life.begin("restartPolicy: Never");

        // When
        life.flink.restart();

        // Then
        life.awaitState("Lost");
        assertThat(life.condition("Degraded", "message")).contains("no longer knows the job");
        assertThat(life.condition("StateSafe", "status")).isEqualTo("True");
        assertThat(life.flink.jobs()).isEmpty();

        // And: it is wanted again.
        life.say("job-resume");
        assertThat(life.run()).isNotEqualTo(job);
    }

    @Test
    void aJobWhoseStatusIsEmptiedIsFoundAgain() {
        // Given
        life.flink.fail(life.begin(RESTARTS), "java.lang.ArithmeticException: / by zero");
        String job = life.run();
        awaitCalm(job);

        // When
        life.emptyStatus();

        // Then
        eventually(() -> assertThat(life.messages("StatusLost")).hasSize(1));
        life.awaitState("Running");
        assertThat(life.status("/components/job/id")).isEqualTo(job);
        awaitCalm(job);
        assertThat(life.flink.jobs()).hasSize(2);
    }

    /** No round is due for minutes. */
    private void awaitCalm(String job) {
        life.assertStable();
        eventually(
                () ->
                        assertThat(life.condition("StateSafe", "message"))
                                .contains("file:///cp/" + job + "/chk-1"));
    }

    @Test
    void aJobThatFailsIsStartedAgainUpToALimit() {
        // Given
        String job = life.begin(RESTARTS);

        // When
        life.flink.fail(job, "java.lang.ArithmeticException: / by zero");
        String next = life.run();
        life.flink.fail(next, "java.lang.ArithmeticException: / by zero");

        // Then
        life.awaitState("Failed");
        assertThat(life.condition("Degraded", "message")).contains("/ by zero");
        assertThat(life.flink.jobs()).hasSize(2);
        eventually(() -> assertThat(life.messages("JobRestarting")).isNotEmpty());
        life.restartOperator();
        life.say("job-resume");
        life.run();
    }

    @Test
    void aContainerThatWasKilledIsNamed() {
        // Given
        life.begin("restartPolicy: Never");

        // When
        life.world.node.treat(Pods.named("sales-jobmanager-0"), Fate.outOfMemory());
        eventually(
                () ->
                        assertThat(life.condition("Degraded", "message"))
                                .contains("OOMKilled, exit code 137"));
        life.world.node.treat(Pods.named("sales-jobmanager-0"), Fate.running());
        life.flink.restart();

        // Then
        life.awaitState("Lost");
    }

    @Test
    void anImageOfAnotherFlinkIsNamed() {
        // When
        life.flink.version("1.12.5");
        life.begin("");

        // Then
        eventually(
                () ->
                        assertThat(life.condition("SpecWarning", "message"))
                                .contains("2.3", "1.12.5"));
        assertThat(life.status("/flinkVersion")).isEqualTo("1.12.5");
    }

    @Test
    void aJobThatIsCancelledAndResumedGoesOnFromItsSavepoint() {
        // Given
        String job = life.begin("");

        // When
        life.say("job-cancel");
        life.awaitWord("job-cancel Succeeded");
        life.awaitState("Cancelled");
        life.restartOperator();
        life.say("job-resume");
        String next = life.run();

        // Then
        assertThat(next).isNotEqualTo(job);
        assertThat(life.flink.savepoints())
                .containsExactly(life.status("/components/job/fromSavepoint"));
        assertThat(life.triggers()).isEqualTo(1);
    }

    @Test
    void anUnchangedJobIsNotWrittenOf() {
        // Given
        life.begin("");
        life.say("savepoint");
        life.awaitWord("savepoint Succeeded");
        eventually(() -> assertThat(life.condition("Progressing", "status")).isEqualTo("False"));
        life.world.stopOperator();
        Map<String, String> before = life.world.versionsAtRest();

        // When
        life.world.startOperator();
        life.world.jobManager("other", 2);
        life.world.create("other", "image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 1}");
        eventually(() -> assertThat(life.world.status("other", "/state")).isEqualTo("Running"));

        // Then
        assertThat(life.world.versions()).containsAllEntriesOf(before);
    }

    @Test
    void aDeletedJobLeavesASavepoint() {
        // Given
        life.begin("");

        // When
        life.world.client.resource(life.world.cluster(Life.NAME)).delete();

        // Then
        eventually(() -> assertThat(life.world.cluster(Life.NAME)).isNull());
        assertThat(life.flink.savepoints()).hasSize(1);
        eventually(
                () ->
                        assertThat(life.messages("ClusterDeleted"))
                                .singleElement()
                                .asString()
                                .contains(life.flink.savepoints().get(0)));
    }

    @Test
    void aDeletionEndsEvenIfFlinkNeverAnswers() {
        // Given
        life.begin("deletionTimeoutSeconds: 3");
        life.flink.behave(Behaviour.dead());

        // When
        life.world.client.resource(life.world.cluster(Life.NAME)).delete();

        // Then
        eventually(() -> assertThat(life.world.cluster(Life.NAME)).isNull());
        eventually(
                () ->
                        assertThat(life.messages("ClusterDeleted"))
                                .singleElement()
                                .asString()
                                .contains("within 3 s"));
    }

    @Test
    void aNamespaceIsDeletedWithItsClusters() {
        // Given
        life.begin("deletionTimeoutSeconds: 5");

        // When
        life.world.client.namespaces().withName(life.world.namespace).delete();

        // Then
        eventually(() -> assertThat(life.world.cluster(Life.NAME)).isNull());
    }
}
