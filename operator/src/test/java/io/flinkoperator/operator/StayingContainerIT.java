package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods with a container that stays when Flink's own has ended, as an injected proxy does. */
@ExtendWith(ControlPlaneExtension.class)
class StayingContainerIT {
    private static final String CHECK = Life.NAME + "-preflight";
    private static final String SUBMITTER = Names.submitter(Life.NAME);

    /** In the pod that submits the job. */
    private static final String PROXY =
            "podTemplate: {spec: {containers: [{name: proxy, image: \"proxy:1\"}]}}";

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
    void anUpdateGoesOnAndItsPodsAreRemoved() {
        // Given
        life.world.node.treat(Pods.ofJob(SUBMITTER), Fate.completed("main"));
        life.world.node.treat(Pods.ofJob(CHECK), Fate.completed("main"));
        life.world.create(Life.NAME, Life.spec(PROXY));
        String first = life.takeJob();
        life.flink.completeCheckpoint(first, "file:///cp/" + first + "/chk-1");
        life.awaitState("Running");
        life.assertStable();
        eventually(() -> assertThat(life.world.job(SUBMITTER)).isNull());

        // When
        life.change("{\"job\":{\"args\":[\"b\"]}}");

        // Then
        String next = life.takeJob();
        life.flink.completeCheckpoint(next, "file:///cp/" + next + "/chk-2");
        life.awaitState("Running");
        life.assertStable();
        eventually(() -> assertThat(life.world.job(CHECK)).isNull());
        eventually(() -> assertThat(life.world.job(SUBMITTER)).isNull());
        assertThat(life.flink.jobs()).hasSize(2);
        assertThat(life.status("/history/0/outcome")).isEqualTo("Succeeded");
    }

    @Test
    void aSubmissionThatFailedIsReportedAtOnce() {
        // Given
        life.world.node.treat(
                Pods.ofJob(SUBMITTER), Fate.failed("main", 1, "java.io.IOException: no such jar"));

        // When
        life.world.create(Life.NAME, Life.spec(PROXY));

        // Then
        eventually(
                () ->
                        assertThat(life.status("/components/job/failureReasons/0"))
                                .isEqualTo("java.io.IOException: no such jar (Error, exit code 1)"));
    }

    @Test
    void aDeadJobManagerOfAnApplicationIsNoticedAndReplaced() {
        // Given
        String jobManager = Names.jobManager(Life.NAME);
        life.world.create(
                Life.NAME,
                """
                image: {name: "flink:2.3.0"}
                flinkProperties: {execution.checkpointing.dir: "file:///cp"}
                jobManager: {sidecars: [{name: proxy, image: "proxy:1"}]}
                job:
                  mode: Application
                  jarFile: /opt/flink/usrlib/job.jar
                  restartPolicy: FromSavepointOnFailure
                  restartBackoff: {initialSeconds: 1}
                """);
        eventually(() -> assertThat(life.world.job(jobManager)).isNotNull());
        String first = life.status("/components/job/id");
        life.flink.submit(first, "job of " + Life.NAME);
        life.flink.completeCheckpoint(first, "file:///cp/" + first + "/chk-1");
        life.awaitState("Running");

        // When
        life.world.node.treat(
                Pods.labelled(Names.JOB_ID, first), Fate.failed("jobmanager", 137, ""));

        // Then
        eventually(
                () -> {
                    assertThat(life.status("/components/job/id")).isNotEmpty().isNotEqualTo(first);
                    assertThat(life.world.job(jobManager)).isNotNull();
                });
        assertThat(life.status("/components/job/restartCount")).isEqualTo("1");
    }
}
