package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.FakeJob;
import io.flinkoperator.testkit.FakeJobState;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What takes more than one step, or many rounds, is done once. */
@ExtendWith(ControlPlaneExtension.class)
class JobLifeIT {
    private static final String CAUSE = "java.lang.ArithmeticException: / by zero";

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
    void aCancellationGoesOnWhereverTheOperatorWasStopped() {
        // Given
        String job = life.begin("");
        life.flink.holdSavepoints();

        // When
        life.say("job-cancel");
        life.awaitSavepointRequest();
        life.restartOperator();
        life.world.stopOperator();
        String path = life.flink.completeSavepoint(job, life.status("/savepoint/triggerID"));
        life.world.startOperator();
        life.awaitState("Cancelled");
        life.restartOperator();

        // Then
        life.awaitWord("job-cancel Succeeded");
        assertThat(life.status(Life.STATE)).isEqualTo("Cancelled");
        assertThat(life.status("/components/job/savepointLocation")).isEqualTo(path);
        assertThat(life.triggers()).isEqualTo(1);
        assertThat(life.flink.savepoints()).containsExactly(path);
        assertThat(life.flink.jobs()).extracting(FakeJob::id).containsExactly(job);
        eventually(() -> assertThat(life.messages("CancelJobSucceeded")).hasSize(1));
    }

    @Test
    void aJobThatFailsAgainAndAgainIsStartedLessAndLessOften() {
        // Given
        String job =
                life.begin(
                        "restartPolicy: FromSavepointOnFailure\n"
                                + "  restartBackoff: {initialSeconds: 1, maxRestarts: 2}");

        // When
        for (int pause : new int[] {1, 2}) {
            FakeJob failed = life.flink.fail(job, CAUSE).job(job).orElseThrow();
            job = life.run();
            FakeJob next = life.flink.job(job).orElseThrow();
            assertThat(
                            Duration.between(
                                    failed.entered().get(FakeJobState.FAILED),
                                    next.entered().get(FakeJobState.RUNNING)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1000L * pause - 999));
        }
        life.flink.fail(job, CAUSE);

        // Then
        life.awaitState("Failed");
        assertThat(life.condition("Degraded", "reason")).isEqualTo("JobFailed");
        assertThat(life.condition("Degraded", "message")).contains("/ by zero");
        assertThat(life.status("/components/job/restartCount")).isEqualTo("2");
        life.restartOperator();
        eventually(() -> assertThat(life.messages("JobFailed")).hasSize(1));
        eventually(
                () ->
                        assertThat(life.messages("JobRestarting"))
                                .hasSize(2)
                                .doesNotHaveDuplicates());
        assertThat(life.flink.jobs()).hasSize(3);
    }

    @Test
    void roundsWithoutNewsWriteNothing() throws Exception {
        // Given
        life.begin("");
        life.say("savepoint");
        life.awaitWord("savepoint Succeeded");
        eventually(() -> assertThat(life.condition("Progressing", "status")).isEqualTo("False"));
        // So that events, which come after the status that they tell of, are there.
        life.world.stopOperator();
        Map<String, String> before = life.world.versionsAtRest();
        life.world.startOperator();

        // When
        for (int round = 1; round <= 5; round++) {
            double soFar = life.world.rounds();
            String nudge = "{\"metadata\":{\"annotations\":{\"nudge\":\"" + round + "\"}}}";
            before.put("FlinkCluster/" + Life.NAME, life.world.patch(Life.NAME, nudge));
            eventually(() -> assertThat(life.world.rounds()).isGreaterThan(soFar));
        }

        // Then
        assertThat(life.world.versions()).isEqualTo(before);
    }
}
