package io.flinkoperator.operator.flink;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.testkit.Eventually;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What the client understands of a JobManager. It runs against the fake and against real Flink, so
 * that the fake cannot drift away. A subclass brings a JobManager to the states that it names.
 */
public abstract class FlinkClientContract {
    private static final String UNKNOWN = "ffffffffffffffffffffffffffffffff";

    private final FlinkClient client = new FlinkClient(Eventually.BOUND);

    /** Address of the JobManager. */
    protected abstract URI jobManager();

    /** Flink version that it runs. */
    protected abstract String version();

    /** Number of its TaskManagers. */
    protected abstract int taskManagers();

    /** Number of its task slots. */
    protected abstract int slots();

    /** Brings a job in and returns its id. */
    protected abstract String submitJob(String name) throws Exception;

    /** Cancels a job and returns once it is CANCELED. */
    protected abstract void cancel(String jobId) throws Exception;

    /** A folder for savepoints that the JobManager can write to. */
    protected abstract String savepointFolder();

    /** Has a job fail for good with this cause, and returns its id once it is FAILED. */
    protected abstract String runFailingJob(String name, String cause) throws Exception;

    @Test
    void tellsVersionTaskManagersAndSlots() {
        // When
        Callable<FlinkClient.Overview> overview = () -> get(client.overview(jobManager()));

        // Then: once the TaskManagers have told of their slots.
        eventually(
                () ->
                        assertThat(overview.call())
                                .isEqualTo(
                                        new FlinkClient.Overview(
                                                version(), taskManagers(), slots())));
    }

    @Test
    void listsARunningJob() throws Exception {
        // Given
        Instant before = Instant.now().minusSeconds(60);
        String id = runJob("running");

        // When
        FlinkJob job = job(id);

        // Then
        assertThat(job.id()).isEqualTo(id).matches("[0-9a-f]{32}");
        assertThat(job.name()).isEqualTo("running");
        assertThat(job.state()).isEqualTo(FlinkJobState.RUNNING);
        assertThat(job.startTime()).isBetween(before, Instant.now().plusSeconds(60));
        assertThat(job.endTime()).isEmpty();
        assertThat(job.failure()).isEmpty();
    }

    @Test
    void stillListsAJobThatIsOver() throws Exception {
        // Given
        String id = runJob("cancelled");
        cancel(id);

        // When
        FlinkJob job = job(id);

        // Then
        assertThat(job.state()).isEqualTo(FlinkJobState.CANCELED);
        assertThat(job.endTime()).isPresent();
        assertThat(job.endTime().get()).isAfterOrEqualTo(job.startTime());
    }

    @Test
    void tellsWhyAJobFailed() throws Exception {
        // Given
        String cause = "java.lang.IllegalStateException: broken on purpose";
        String id = runFailingJob("failing", cause);

        // When
        FlinkJob job = job(id);

        // Then
        assertThat(job.state()).isEqualTo(FlinkJobState.FAILED);
        assertThat(get(client.failure(jobManager(), id))).contains(cause);
    }

    @Test
    void aRunningJobHasNotFailed() throws Exception {
        assertThat(get(client.failure(jobManager(), runJob("healthy")))).isEmpty();
    }

    @Test
    void doesNotListWhatItDoesNotKnow() {
        assertThat(get(client.jobs(jobManager()))).noneMatch(job -> job.id().equals(UNKNOWN));
    }

    @Test
    void anUnknownJobIsAnErrorThatSaysWhatWasAsked() {
        assertThatThrownBy(() -> get(client.failure(jobManager(), UNKNOWN)))
                .cause()
                .isInstanceOf(FlinkException.class)
                .hasMessage("GET /jobs/" + UNKNOWN + "/exceptions: HTTP 404");
    }

    @Test
    void aJobWithoutCheckpointsHasNone() throws Exception {
        // Given
        String id = runJob("without");

        // When
        Checkpoints checkpoints = get(client.checkpoints(jobManager(), id));

        // Then
        assertThat(checkpoints)
                .isEqualTo(
                        new Checkpoints(
                                false,
                                Checkpoints.Retention.NEVER,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty()));
    }

    @Test
    void theSameRequestTwiceMakesOneSavepoint() throws Exception {
        // Given
        String id = runJob("saved");
        Action.TakeSavepoint wanted = savepoint(id, "1", false);

        // When
        get(client.takeSavepoint(jobManager(), wanted));
        get(client.takeSavepoint(jobManager(), wanted));

        // Then
        SavepointResult result = result(wanted);
        assertThat(result.state()).isEqualTo(SavepointResult.State.COMPLETED);
        assertThat(result.path().orElseThrow()).startsWith(savepointFolder() + "/savepoint-");
        assertThat(result.failure()).isEmpty();
        eventually(
                () -> {
                    Checkpoints seen = get(client.checkpoints(jobManager(), id));
                    assertThat(seen.completed()).isEqualTo(1);
                    assertThat(seen.savepoint().map(Snapshot::path)).isEqualTo(result.path());
                    assertThat(seen.checkpoint()).isEmpty();
                    assertThat(seen.savepointInProgress()).isFalse();
                });
        assertThat(job(id).state()).isEqualTo(FlinkJobState.RUNNING);
    }

    @Test
    void stopsAJobWithASavepoint() throws Exception {
        // Given
        String id = runJob("stopped");
        Action.TakeSavepoint wanted = savepoint(id, "2", true);

        // When
        get(client.takeSavepoint(jobManager(), wanted));

        // Then
        SavepointResult result = result(wanted);
        assertThat(result.state()).isEqualTo(SavepointResult.State.COMPLETED);
        assertThat(result.path().orElseThrow()).startsWith(savepointFolder() + "/savepoint-");
        eventually(() -> assertThat(job(id).state()).isEqualTo(FlinkJobState.FINISHED));
    }

    @Test
    void aSavepointOfAJobThatIsOverFails() throws Exception {
        // Given
        String id = runJob("over");
        cancel(id);
        Action.TakeSavepoint wanted = savepoint(id, "3", true);

        // When
        get(client.takeSavepoint(jobManager(), wanted));

        // Then
        SavepointResult result = result(wanted);
        assertThat(result.state()).isEqualTo(SavepointResult.State.FAILED);
        assertThat(result.path()).isEmpty();
        assertThat(result.failure())
                .contains(
                        "org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not"
                                + " find Flink job (%s)".formatted(id));
    }

    @Test
    void aRequestThatWasNeverMadeIsUnknown() throws Exception {
        // Given
        String id = runJob("unasked");

        // When
        SavepointResult savepoint = get(client.savepoint(jobManager(), id, UNKNOWN));
        SavepointResult disposal = get(client.disposal(jobManager(), UNKNOWN));

        // Then
        assertThat(savepoint.state()).isEqualTo(SavepointResult.State.UNKNOWN);
        assertThat(disposal.state()).isEqualTo(SavepointResult.State.UNKNOWN);
    }

    @Test
    void disposesOfASavepointAndDoesNotMindThatItIsGone() throws Exception {
        // Given
        String id = runJob("disposed");
        Action.TakeSavepoint wanted = savepoint(id, "4", false);
        get(client.takeSavepoint(jobManager(), wanted));
        String path = result(wanted).path().orElseThrow();

        for (String request : List.of(trigger(id, "5"), trigger(id, "6"))) {
            // When
            get(client.dispose(jobManager(), request, path));

            // Then
            eventually(
                    () ->
                            assertThat(get(client.disposal(jobManager(), request)))
                                    .isEqualTo(
                                            new SavepointResult(
                                                    request,
                                                    SavepointResult.State.COMPLETED,
                                                    Optional.empty(),
                                                    Optional.empty())));
        }
    }

    @Test
    void cancelsAJobAndDoesNotMindThatItIsOverOrUnknown() throws Exception {
        // Given
        String id = runJob("to cancel");

        // When
        get(client.cancel(jobManager(), id));
        eventually(() -> assertThat(job(id).state()).isEqualTo(FlinkJobState.CANCELED));

        // Then
        get(client.cancel(jobManager(), id));
        get(client.cancel(jobManager(), UNKNOWN));
    }

    @Test
    void countsRestarts() throws Exception {
        // Given
        String id = runJob("restarted");

        // Then: real Flink collects its metrics every ten seconds.
        eventually(() -> assertThat(get(client.restarts(jobManager(), id))).contains(0L));
        assertThat(get(client.restarts(jobManager(), UNKNOWN))).isEmpty();
    }

    /** To Flink a job is RUNNING as soon as it asks for slots, and cannot be saved yet. */
    private String runJob(String name) throws Exception {
        String id = submitJob(name);
        eventually(
                () -> {
                    assertThat(job(id).state()).isEqualTo(FlinkJobState.RUNNING);
                    assertThat(job(id).tasks()).isEqualTo(FlinkTasks.ALL_RUN);
                });
        return id;
    }

    private Action.TakeSavepoint savepoint(String jobId, String number, boolean stops) {
        return new Action.TakeSavepoint(
                jobId,
                new Question.Trigger(trigger(jobId, number), stops),
                Optional.of(savepointFolder()),
                Optional.of("CANONICAL"),
                true,
                Instant.EPOCH,
                Set.of());
    }

    private static String trigger(String jobId, String number) {
        return jobId.substring(0, 31) + number;
    }

    private SavepointResult result(Action.TakeSavepoint wanted) {
        return eventually(
                () -> get(client.savepoint(jobManager(), wanted.jobId(), wanted.trigger().id())),
                result -> result.state() != SavepointResult.State.IN_PROGRESS);
    }

    private FlinkJob job(String id) {
        List<FlinkJob> jobs = get(client.jobs(jobManager()));
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
    }

    private static <T> T get(CompletableFuture<T> answer) {
        return answer.join();
    }
}
