package io.flinkoperator.operator.act;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.FakeJobState;
import io.flinkoperator.testkit.FlinkRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of Flink; no Kubernetes is there. */
class ExecutorTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final String TRIGGER = "fedcba9876543210fedcba9876543210";
    private static final Instant BEFORE = Instant.EPOCH;
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final FakeFlink flink = FakeFlink.start();
    private final FakeJobManager jobManager =
            flink.add("shop", "sales").taskManagers(1, 1).submit(JOB, "job");
    private final KubernetesClient noKubernetes =
            new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build())
                    .build();

    @AfterEach
    void stop() {
        noKubernetes.close();
        flink.close();
    }

    @Test
    void theSameSavepointIsTakenOnce() {
        // When: the second executor is that of an operator that was restarted.
        executor().run(savepoint(true, BEFORE));
        executor().run(savepoint(true, BEFORE));

        // Then
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));
        assertThat(writes()).hasSize(1);
    }

    @Test
    void theSameSavepointIsTakenOnceThoughFlinkHasForgottenIt() {
        // Given
        executor().run(savepoint(true, BEFORE));
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));
        jobManager.forgetTriggers();

        // When
        executor().run(savepoint(true, BEFORE));

        // Then
        assertThat(writes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeJobState.class,
            names = {"FINISHED", "FAILED", "CANCELED"})
    void aJobThatIsOverIsLeftAlone(FakeJobState state) {
        // Given
        jobManager.setState(JOB, state);

        // When
        executor().run(savepoint(true, BEFORE));
        executor().run(new Action.CancelJob(JOB));

        // Then
        assertThat(writes()).isEmpty();
    }

    @Test
    void aJobThatIsNotListedIsLeftAlone() {
        // Given
        jobManager.restart();

        // When
        executor().run(savepoint(true, BEFORE));
        executor().run(new Action.CancelJob(JOB));

        // Then
        assertThat(writes()).isEmpty();
    }

    @Test
    void anOldFlinkIsNotAskedWhileASavepointIsUnderWay() {
        // Given
        jobManager.version("1.12.5").holdSavepoints();
        executor().run(savepoint(false, LATER));

        // When
        executor().run(savepoint(false, LATER));

        // Then
        assertThat(writes())
                .singleElement()
                .satisfies(it -> assertThat(it.body()).doesNotContain(TRIGGER));
    }

    @Test
    void anOldFlinkIsAskedUnlessThereIsASavepointSince() {
        // Given
        jobManager.version("1.12.5");
        executor().run(savepoint(false, BEFORE));
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));

        // When
        executor().run(savepoint(false, BEFORE));
        assertThat(writes()).hasSize(1);
        executor().run(savepoint(false, LATER));

        // Then
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(2));
    }

    /** What it shows of its savepoints is up to three seconds old. */
    @Test
    void anOldFlinkIsAskedOnceEvenIfItDoesNotShowTheSavepointYet() {
        // Given
        jobManager.version("1.12.5");
        Executor executor = executor();
        executor.run(savepoint(false, LATER));
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));

        // When
        executor.run(savepoint(false, LATER));

        // Then
        assertThat(writes()).hasSize(1);
    }

    @Test
    void aKnownSavepointOfTheSameSecondIsNotTheOneThatIsWanted() {
        // Given
        executor().run(savepoint(true, BEFORE));
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));

        // When
        executor()
                .run(
                        new Action.TakeSavepoint(
                                JOB,
                                new Question.Trigger(TRIGGER.replace('a', 'b'), false),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                BEFORE,
                                Set.copyOf(jobManager.savepoints())));

        // Then
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(2));
    }

    @Test
    void aJobIsCancelledOnce() {
        // Given
        jobManager.holdCancellation();

        // When
        executor().run(new Action.CancelJob(JOB));
        executor().run(new Action.CancelJob(JOB));

        // Then
        assertThat(writes()).hasSize(1);
        assertThat(jobManager.job(JOB).orElseThrow().state()).isEqualTo(FakeJobState.CANCELLING);
    }

    @Test
    void aSavepointIsDisposedOf() {
        // Given
        executor().run(savepoint(true, BEFORE));
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));
        String path = jobManager.savepoints().get(0);
        Executor executor = executor();

        // When
        executor.run(new Action.DisposeSavepoint(TRIGGER, path));
        executor.run(new Action.DisposeSavepoint(TRIGGER, path));

        // Then
        assertThat(jobManager.disposed()).containsExactly(path);
        assertThat(writes()).hasSize(2);
    }

    @Test
    void nothingIsAskedOfAJobManagerThatDoesNotAnswer() {
        jobManager.behave(Behaviour.internalError());

        assertThatThrownBy(() -> executor().run(savepoint(true, BEFORE)))
                .isInstanceOf(StaleViewException.class);
        assertThatThrownBy(() -> executor().run(new Action.CancelJob(JOB)))
                .isInstanceOf(StaleViewException.class);
        assertThat(writes()).isEmpty();
    }

    @Test
    void aRefusalSaysWhatWasAskedAndWhatCameBack() {
        jobManager.behave(Behaviour.internalError(), FlinkRequest::isWrite);

        assertThatThrownBy(() -> executor().run(savepoint(true, BEFORE)))
                .isInstanceOf(ActionFailedException.class)
                .hasMessage(
                        "Failed to take a savepoint of job %1$s: POST /jobs/%1$s/savepoints: HTTP"
                                        .formatted(JOB)
                                + " 500 Internal server error.");
    }

    private Executor executor() {
        return new Executor(
                noKubernetes,
                new FlinkClient(Eventually.BOUND),
                new FlinkCluster(),
                jobManager.uri(),
                created -> {});
    }

    private static Action.TakeSavepoint savepoint(boolean namesTrigger, Instant since) {
        return new Action.TakeSavepoint(
                JOB,
                new Question.Trigger(TRIGGER, false),
                Optional.empty(),
                Optional.empty(),
                namesTrigger,
                since,
                Set.of());
    }

    private List<FlinkRequest> writes() {
        return flink.journal().writes();
    }
}
