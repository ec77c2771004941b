package io.flinkoperator.operator.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the client understands of a JobManager. It runs against the fake and against real Flink, so
 * that the fake cannot drift away. A subclass brings a JobManager to the states that it names.
 */
public abstract class FlinkClientContract {
    private static final String UNKNOWN = "ffffffffffffffffffffffffffffffff";

    private final FlinkClient client = new FlinkClient();

    /** Address of the JobManager. */
    protected abstract URI jobManager();

    /** Flink version that it runs. */
    protected abstract String version();

    /** Number of its task slots. */
    protected abstract int slots();

    /** Brings a job in and returns its id once it is RUNNING. */
    protected abstract String runJob(String name) throws Exception;

    /** Cancels a job and returns once it is CANCELED. */
    protected abstract void cancel(String jobId) throws Exception;

    /** Has a job fail for good with this cause, and returns its id once it is FAILED. */
    protected abstract String runFailingJob(String name, String cause) throws Exception;

    @Test
    void tellsVersionAndSlots() {
        // When
        FlinkClient.Overview overview = get(client.overview(jobManager()));

        // Then
        assertThat(overview).isEqualTo(new FlinkClient.Overview(version(), slots()));
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

    private FlinkJob job(String id) {
        List<FlinkJob> jobs = get(client.jobs(jobManager()));
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
    }

    private static <T> T get(CompletableFuture<T> answer) {
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
