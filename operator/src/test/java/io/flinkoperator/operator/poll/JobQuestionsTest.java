package io.flinkoperator.operator.poll;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeCheckpointing;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the poller asks about one job, and what of it is news. */
class JobQuestionsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Question.Trigger STOP =
            new Question.Trigger("fedcba9876543210fedcba9876543210", true);

    private final ManualClock clock = new ManualClock(START);
    private final FakeFlink flink = FakeFlink.start(clock);
    private final FakeJobManager jobManager =
            flink.add("shop", "sales").version("2.3.0").taskManagers(2, 1);
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final FlinkPoller<String> poller =
            new FlinkPoller<>(new FlinkClient(Eventually.BOUND), clock, scheduler, news::add);

    @AfterEach
    void stop() {
        poller.close();
        flink.close();
    }

    @Test
    void aQuestionAboutAJobIsAnsweredInTheView() {
        // Given
        jobManager
                .checkpointing(FakeCheckpointing.RETAINED)
                .submit(JOB, "word count")
                .completeCheckpoint(JOB, "file:/c/chk-1")
                .restarts(JOB, 3);
        watchJob(new Question(JOB, Optional.of(STOP), Optional.empty(), true));

        // When
        ask();

        // Then
        JobDetails details = details();
        assertThat(details.jobId()).isEqualTo(JOB);
        assertThat(details.checkpoints().flatMap(Checkpoints::checkpoint).map(Snapshot::path))
                .contains("file:/c/chk-1");
        assertThat(details.savepoint().map(SavepointResult::state))
                .contains(SavepointResult.State.UNKNOWN);
        assertThat(details.disposal()).isEmpty();
        assertThat(details.restarts()).contains(3L);
    }

    @Test
    void aJobThatIsNotListedHasNoDetails() {
        watchJob(new Question(JOB, Optional.of(STOP), Optional.of("d"), true));

        ask();

        assertThat(seen().details()).isEmpty();
        assertThat(flink.journal().counters().keySet())
                .containsExactlyInAnyOrder("GET /overview", "GET /jobs/overview");
    }

    @Test
    void aPartThatGetsNoAnswerIsEmptyAndTheRestIsSeen() {
        // Given
        jobManager
                .submit(JOB, "word count")
                .behave(
                        Behaviour.internalError(),
                        request -> request.path().endsWith("/checkpoints"));
        watchJob(new Question(JOB, Optional.of(STOP), Optional.empty(), true));

        // When
        ask();

        // Then
        assertThat(details().checkpoints()).isEmpty();
        assertThat(details().savepoint()).isPresent();
        assertThat(details().restarts()).contains(0L);
        assertThat(seen().jobs()).hasSize(1);
    }

    @Test
    void howAJobMakesCheckpointsIsAskedOnce() {
        // Given
        jobManager.submit(JOB, "word count");
        watchJob(question());

        // When
        ask();
        ask();
        ask();

        // Then
        assertThat(flink.journal().counters())
                .containsEntry("GET /jobs/:jobid/checkpoints", 3L)
                .containsEntry("GET /jobs/:jobid/checkpoints/config", 1L);
    }

    @Test
    void anotherQuestionIsAskedAtOnceAndTheSameOneIsNot() {
        // Given
        jobManager.submit(JOB, "word count");
        watchJob(question());
        ask();
        watchJob(question());
        assertThat(scheduler.waiting().orElseThrow()).isGreaterThan(Duration.ofSeconds(8));

        // When
        watchJob(new Question(JOB, Optional.of(STOP), Optional.empty(), false));

        // Then
        assertThat(scheduler.waiting()).contains(Duration.ZERO);
    }

    @Test
    void anotherQuestionDuringAnAnswerIsAskedRightAfterIt() {
        // Given
        CompletableFuture<Void> answer = new CompletableFuture<>();
        jobManager.submit(JOB, "word count").behave(Behaviour.held(answer));
        watchJob(question());
        scheduler.runWaiting();

        // When
        watchJob(new Question(JOB, Optional.of(STOP), Optional.empty(), false));
        assertThat(scheduler.waiting()).isEmpty();
        answer.complete(null);

        // Then
        eventually(() -> assertThat(scheduler.waiting()).contains(Duration.ZERO));
    }

    @Test
    void aNewerCheckpointIsNewsOnceAMinute() {
        // Given
        jobManager.checkpointing(FakeCheckpointing.RETAINED).submit(JOB, "word count");
        watchJob(question());
        ask();
        eventually(() -> assertThat(news).hasSize(1));

        // When: the first one is news at once.
        completeCheckpointAt(START.plusSeconds(1));
        ask();
        eventually(() -> assertThat(news).hasSize(2));
        completeCheckpointAt(START.plusSeconds(31));
        ask();
        completeCheckpointAt(START.plusSeconds(60));
        ask();
        assertThat(news).hasSize(2);
        completeCheckpointAt(START.plusSeconds(61));
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(3));
        assertThat(details().checkpoints().orElseThrow().completed()).isEqualTo(4);
    }

    @Test
    void whatBecomesOfASavepointIsNews() {
        // Given
        jobManager.submit(JOB, "word count").holdSavepoints();
        watchJob(new Question(JOB, Optional.of(STOP), Optional.empty(), false));
        ask();
        eventually(() -> assertThat(news).hasSize(1));

        // When
        takeSavepoint();
        ask();
        eventually(() -> assertThat(news).hasSize(2));
        ask();
        String path = jobManager.completeSavepoint(JOB, STOP.id());
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(3));
        assertThat(details().savepoint())
                .contains(
                        new SavepointResult(
                                STOP.id(),
                                SavepointResult.State.COMPLETED,
                                Optional.of(path),
                                Optional.empty()));
    }

    @Test
    void aPartThatIsNotAnsweredForAWhileIsNoNews() {
        // Given
        jobManager.submit(JOB, "word count");
        watchJob(question());
        ask();
        eventually(() -> assertThat(news).hasSize(1));

        // When
        jobManager.behave(
                Behaviour.internalError(), request -> request.path().endsWith("/checkpoints"));
        ask();
        assertThat(details().checkpoints()).isEmpty();
        jobManager.behave(Behaviour.healthy());
        ask();
        assertThat(details().checkpoints()).isPresent();
        jobManager.taskManagers(3, 1);
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(2));
    }

    private static Question question() {
        return new Question(JOB, Optional.empty(), Optional.empty(), false);
    }

    private void takeSavepoint() {
        new FlinkClient(Eventually.BOUND)
                .takeSavepoint(
                        jobManager.uri(),
                        new Action.TakeSavepoint(
                                JOB,
                                STOP,
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                START,
                                Set.of()))
                .join();
    }

    private void completeCheckpointAt(Instant time) {
        clock.now = time;
        jobManager.completeCheckpoint(JOB, "file:/c/at-" + time.getEpochSecond());
    }

    private void watchJob(Question question) {
        poller.watch("sales", jobManager.uri(), PACE, Optional.of(question));
    }

    private JobDetails details() {
        return seen().details().orElseThrow();
    }

    private void ask() {
        scheduler.runWaiting();
        eventually(() -> assertThat(scheduler.waiting()).isPresent());
    }

    private FlinkView.Reachable seen() {
        return (FlinkView.Reachable) poller.view("sales");
    }
}
