package io.flinkoperator.operator.flink;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeCheckpointing;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.FakeJobState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on the fake, and what only a fake can do. */
class FlinkClientTest extends FlinkClientContract {
    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final String TRIGGER = "fedcba9876543210fedcba9876543210";

    private final FlinkClient client = new FlinkClient(Eventually.BOUND);

    private final FakeFlink flink = FakeFlink.start();
    private final FakeJobManager fake =
            flink.add("shop", "sales").version("2.3.0").taskManagers(2, 3);

    @AfterEach
    void stop() {
        flink.close();
    }

    @Override
    protected URI jobManager() {
        return fake.uri();
    }

    @Override
    protected String version() {
        return "2.3.0";
    }

    @Override
    protected int taskManagers() {
        return 2;
    }

    @Override
    protected int slots() {
        return 6;
    }

    @Override
    protected String submitJob(String name) {
        fake.submit(JOB, name);
        return JOB;
    }

    @Override
    protected void cancel(String jobId) {
        fake.setState(jobId, FakeJobState.CANCELED);
    }

    @Override
    protected String runFailingJob(String name, String cause) {
        fake.submit(JOB, name);
        fake.fail(
                JOB,
                """
                org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestart
                \tat org.apache.flink.runtime.Some.handle(Some.java:180)
                Caused by: %s
                \tat com.example.Job.map(Job.java:7)
                """
                        .formatted(cause));
        return JOB;
    }

    @Override
    protected String savepointFolder() {
        return "file:/savepoints";
    }

    static Stream<Arguments> uselessAnswers() {
        return Stream.of(
                Arguments.of(Behaviour.htmlErrorPage(), "GET /jobs/overview: HTTP 502"),
                Arguments.of(Behaviour.internalError(), "GET /jobs/overview: HTTP 500"),
                // Followed nowhere.
                Arguments.of(
                        new Behaviour.Broken(302, "text/html", ""), "GET /jobs/overview: HTTP 302"),
                Arguments.of(
                        Behaviour.truncatedJson(), "GET /jobs/overview: the answer is not JSON"),
                Arguments.of(
                        new Behaviour.Broken(200, "application/json", "{}"),
                        "the answer has no field 'jobs'"),
                Arguments.of(
                        new Behaviour.Broken(200, "application/json", ""),
                        "the answer has no field 'jobs'"),
                Arguments.of(
                        new Behaviour.Broken(200, "application/json", "{\"jobs\":[{}]}"),
                        "the answer has no field 'jid'"),
                Arguments.of(Behaviour.dead(), "GET /jobs/overview: "),
                Arguments.of(
                        Behaviour.endless(),
                        "GET /jobs/overview: the answer is longer than 4 MiB"));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void aUselessAnswerIsAnErrorThatSaysWhatCameBack(Behaviour behaviour, String message) {
        fake.behave(behaviour);

        assertThatThrownBy(() -> client.jobs(jobManager()).join())
                .cause()
                .isInstanceOf(FlinkException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whoDoesNotListenIsSaidToRefuse() throws IOException {
        // Whose port is bound, so that nobody else listens there, either.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort());

            assertThatThrownBy(() -> client.overview(nobody).join())
                    .cause()
                    .hasMessage("GET /overview: connection refused or host unknown");
        }
    }

    @ParameterizedTest
    @EnumSource(FakeJobState.class)
    void everyStateOfAJobIsKnown(FakeJobState state) {
        // Given
        fake.submit(JOB, "job").setState(JOB, state);

        // When
        FlinkJob job = client.jobs(jobManager()).join().get(0);

        // Then
        assertThat(job.state()).isNotEqualTo(FlinkJobState.UNKNOWN);
        assertThat(job.state().name()).isEqualTo(state.name());
        assertThat(job.state().isTerminal()).isEqualTo(state.isTerminal());
    }

    /** Also one whose answer has begun: a request's own timeout ends with the headers. */
    @Test
    void whoDoesNotAnswerInTimeIsNotWaitedFor() {
        fake.behave(Behaviour.slow(Duration.ofDays(1)));

        assertThatThrownBy(() -> new FlinkClient(Duration.ofMillis(200)).jobs(jobManager()).join())
                .cause()
                .hasMessage("GET /jobs/overview: timed out");
    }

    @Test
    void whoNeverEndsItsAnswerIsNotWaitedFor() {
        fake.behave(Behaviour.trickling());

        assertThatThrownBy(() -> new FlinkClient(Duration.ofMillis(500)).jobs(jobManager()).join())
                .cause()
                .hasMessage("GET /jobs/overview: timed out");
    }

    @ParameterizedTest
    @CsvSource({"NEVER_RETAINED, NEVER", "RETAINED_ON_FAILURE, ON_FAILURE", "RETAINED, ALWAYS"})
    void tellsWhenCheckpointsOutliveTheJob(
            FakeCheckpointing checkpointing, Checkpoints.Retention retention) {
        // Given
        fake.checkpointing(checkpointing)
                .submit(JOB, "job")
                .completeCheckpoint(JOB, "file:/c/chk-1");

        // When
        Checkpoints seen = client.checkpoints(jobManager(), JOB).join();

        // Then
        assertThat(seen.enabled()).isTrue();
        assertThat(seen.retention()).isEqualTo(retention);
        assertThat(seen.completed()).isEqualTo(1);
        assertThat(seen.checkpoint()).map(Snapshot::path).contains("file:/c/chk-1");
    }

    @Test
    void aCheckpointThatOnlyTheJobItselfCanReadIsNone() {
        // Given
        fake.checkpointing(FakeCheckpointing.NEVER_RETAINED)
                .submit(JOB, "job")
                .completeCheckpoint(JOB, "<checkpoint-not-externally-addressable>");

        // When
        Checkpoints seen = client.checkpoints(jobManager(), JOB).join();

        // Then
        assertThat(seen.completed()).isEqualTo(1);
        assertThat(seen.checkpoint()).isEmpty();
    }

    @Test
    void checkpointsAndSavepointsAreCountedTogetherAndToldApart() {
        // Given
        fake.checkpointing(FakeCheckpointing.RETAINED)
                .submit(JOB, "job")
                .completeCheckpoint(JOB, "file:/c/chk-1")
                .completeCheckpoint(JOB, "file:/c/chk-2")
                .holdSavepoints();
        client.takeSavepoint(jobManager(), savepoint(true, false)).join();
        assertThat(client.checkpoints(jobManager(), JOB).join().savepointInProgress()).isTrue();

        // When
        String path = fake.completeSavepoint(JOB, TRIGGER);

        // Then
        Checkpoints seen = client.checkpoints(jobManager(), JOB).join();
        assertThat(seen.completed()).isEqualTo(3);
        assertThat(seen.checkpoint()).map(Snapshot::id).contains(2L);
        assertThat(seen.savepoint()).map(Snapshot::id).contains(3L);
        assertThat(seen.savepoint()).map(Snapshot::path).contains(path);
        assertThat(seen.savepointInProgress()).isFalse();
    }

    /** Flink up to 1.20 shows a savepoint that ended after a later one as a checkpoint. */
    @Test
    void aSavepointIsNoCheckpointWhereverItStands() {
        // Given
        fake.submit(JOB, "job")
                .behave(
                        new Behaviour.Broken(
                                200,
                                "application/json",
                                """
                                {"counts": {"completed": 3}, "latest": {
                                  "completed": {"id": 2, "status": "COMPLETED",
                                    "is_savepoint": true, "external_path": "file:/s/2"},
                                  "savepoint": {"id": 3, "status": "COMPLETED",
                                    "is_savepoint": true, "external_path": "file:/s/3"}},
                                 "history": [
                                  {"id": 1, "status": "COMPLETED", "is_savepoint": false,
                                   "trigger_timestamp": 7, "external_path": "file:/c/chk-1"}]}
                                """),
                        request -> request.path().endsWith("/checkpoints"));

        // When
        Checkpoints seen = client.checkpoints(jobManager(), JOB).join();

        // Then
        assertThat(seen.checkpoint())
                .contains(new Snapshot(1, "file:/c/chk-1", Instant.ofEpochMilli(7)));
        assertThat(seen.savepoint()).map(Snapshot::path).contains("file:/s/3");
    }

    /** As Flink 2.3 answers while S3 refuses all writes: the failed savepoint does not count. */
    @Test
    void threeFailedCheckpointsInARowAreNotedAndOneIsNot() {
        fake.submit(JOB, "job");
        assertThat(failing("FAILED", "FAILED", "FAILED", "COMPLETED"))
                .contains("Failure to finalize checkpoint.");
        assertThat(failing("IN_PROGRESS", "FAILED", "FAILED", "FAILED"))
                .contains("Failure to finalize checkpoint.");
        assertThat(failing("FAILED", "FAILED", "COMPLETED", "FAILED")).isEmpty();
        assertThat(failing("COMPLETED", "FAILED", "FAILED", "FAILED")).isEmpty();
        assertThat(failing("FAILED", "FAILED")).isEmpty();
    }

    private Optional<String> failing(String... newestFirst) {
        String history =
                Stream.of(newestFirst)
                        .map(
                                status ->
                                        "{\"status\": \"%s\", \"is_savepoint\": false,"
                                                        .formatted(status)
                                                + "\"failure_message\": \"Failure to finalize"
                                                + " checkpoint.\"}")
                        .collect(Collectors.joining(","));
        fake.behave(
                new Behaviour.Broken(
                        200,
                        "application/json",
                        "{\"counts\": {\"completed\": 1}, \"history\": ["
                                + "{\"status\": \"FAILED\", \"is_savepoint\": true},"
                                + history
                                + "]}"),
                request -> request.path().endsWith("/checkpoints"));
        return client.checkpoints(jobManager(), JOB).join().failing();
    }

    /** What batch jobs answer. */
    @Test
    void whoKnowsNoCheckpointsHasThemOff() {
        // Given
        fake.submit(JOB, "job")
                .behave(
                        new Behaviour.Broken(
                                404,
                                "application/json",
                                "{\"errors\": [\"Checkpointing has not been enabled.\"]}"),
                        request -> request.path().contains("/checkpoints"));

        // When
        Checkpoints seen = client.checkpoints(jobManager(), JOB).join();

        // Then
        assertThat(seen.enabled()).isFalse();
        assertThat(seen.completed()).isZero();
    }

    @Test
    void aSavepointWhoseStopFailedIsKept() {
        // Given
        fake.submit(JOB, "job").failStops("java.io.IOException: no commit\n\tat X");

        // When
        client.takeSavepoint(jobManager(), savepoint(true, true)).join();

        // Then
        SavepointResult result = result();
        assertThat(result.state()).isEqualTo(SavepointResult.State.FAILED);
        assertThat(result.path()).contains(fake.savepoints().get(0));
        assertThat(result.failure()).contains("java.io.IOException: no commit");
        assertThat(fake.job(JOB).orElseThrow().state()).isEqualTo(FakeJobState.RUNNING);
    }

    @Test
    void aFailedSavepointTellsWhyInOneLine() {
        // Given
        fake.submit(JOB, "job")
                .failSavepoints(
                        "org.apache.Some: thing\n\tat X\nCaused by: java.io.IOException: full");

        // When
        client.takeSavepoint(jobManager(), savepoint(true, false)).join();

        // Then
        assertThat(result().failure()).contains("java.io.IOException: full");
        assertThat(result().path()).isEmpty();
    }

    @Test
    void aForgottenRequestIsUnknown() {
        // Given
        fake.submit(JOB, "job");
        client.takeSavepoint(jobManager(), savepoint(true, false)).join();

        // When
        fake.forgetTriggers();

        // Then
        assertThat(result().state()).isEqualTo(SavepointResult.State.UNKNOWN);
    }

    @Test
    void anOldFlinkIsGivenNoIdAndItsOwnIsRemembered() {
        // Given
        fake.version("1.12.5").submit(JOB, "job");
        assertThatThrownBy(() -> client.takeSavepoint(jobManager(), savepoint(true, false)).join())
                .cause()
                .hasMessage(
                        "POST /jobs/%s/savepoints: HTTP 400".formatted(JOB)
                                + " org.apache.flink.runtime.rest.handler.RestHandlerException:"
                                + " Request did not match expected format"
                                + " SavepointTriggerRequestBody.");

        // When
        client.takeSavepoint(jobManager(), savepoint(false, false)).join();

        // Then
        assertThat(result().state()).isEqualTo(SavepointResult.State.COMPLETED);
        assertThat(result().triggerId()).isEqualTo(TRIGGER);
        assertThat(new FlinkClient().savepoint(jobManager(), JOB, TRIGGER).join().state())
                .isEqualTo(SavepointResult.State.UNKNOWN);
    }

    /** Else it would never be asked again. */
    @Test
    void anIdThatFlinkHasForgottenIsNotRemembered() {
        // Given
        fake.version("1.12.5").submit(JOB, "job");
        client.takeSavepoint(jobManager(), savepoint(false, false)).join();
        assertThat(client.remembers(jobManager(), TRIGGER)).isTrue();

        // When
        fake.forgetTriggers();
        assertThat(result().state()).isEqualTo(SavepointResult.State.UNKNOWN);

        // Then
        assertThat(client.remembers(jobManager(), TRIGGER)).isFalse();
    }

    @Test
    void aCancellationThatIsNotAcceptedIsAnError() {
        // Given
        fake.submit(JOB, "job").behave(Behaviour.internalError());

        // Then
        assertThatThrownBy(() -> client.cancel(jobManager(), JOB).join())
                .cause()
                .hasMessage(
                        "PATCH /jobs/%s?mode=cancel: HTTP 500 Internal server error."
                                .formatted(JOB));
    }

    private static Action.TakeSavepoint savepoint(boolean isNewFlink, boolean stops) {
        return new Action.TakeSavepoint(
                JOB,
                new Question.Trigger(TRIGGER, stops),
                Optional.of("file:/savepoints"),
                Optional.of("NATIVE").filter(format -> isNewFlink),
                isNewFlink,
                Instant.EPOCH,
                Set.of());
    }

    private SavepointResult result() {
        return eventually(
                () -> client.savepoint(jobManager(), JOB, TRIGGER).join(),
                result -> result.state() != SavepointResult.State.IN_PROGRESS);
    }
}
