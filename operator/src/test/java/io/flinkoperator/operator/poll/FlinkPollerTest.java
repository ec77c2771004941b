package io.flinkoperator.operator.poll;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs each question by hand and waits for its answer, which always asks for the next one. */
class FlinkPollerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final Duration PACE = Duration.ofSeconds(10);

    private final FakeFlink flink = FakeFlink.start();
    private final FakeJobManager jobManager =
            flink.add("shop", "sales").version("2.3.0").taskManagers(2, 1);
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final ManualClock clock = new ManualClock(START);
    private final FlinkPoller<String> poller =
            new FlinkPoller<>(new FlinkClient(Eventually.BOUND), clock, scheduler, news::add);

    @AfterEach
    void stop() {
        poller.close();
        flink.close();
    }

    @Test
    void whoWasNotAskedIsNotSeen() {
        watch("sales", jobManager.uri(), PACE);

        assertThat(poller.view("sales")).isEqualTo(new FlinkView.NotAsked());
        assertThat(poller.view("other")).isEqualTo(new FlinkView.NotAsked());
        assertThat(scheduler.waiting()).contains(Duration.ZERO);
    }

    @Test
    void onlyWhatIsNewIsToldAndTheViewIsAlwaysTheLatest() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        eventually(() -> assertThat(news).hasSize(1));

        // When: nothing changes for a while, then a job comes.
        clock.now = START.plusSeconds(10);
        ask();
        clock.now = START.plusSeconds(20);
        ask();
        assertThat(seen().asOf()).isEqualTo(START.plusSeconds(20));
        jobManager.submit(JOB, "word count");
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(2));
        assertThat(seen().version()).isEqualTo("2.3.0");
        assertThat(seen().slots()).isEqualTo(2);
        assertThat(seen().job(JOB)).isPresent();
    }

    @Test
    void aTaskManagerThatRegistersIsNewsThoughTheSlotsStayTheSame() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        eventually(() -> assertThat(news).hasSize(1));
        assertThat(seen().taskManagers()).isEqualTo(2);

        // When
        jobManager.taskManagers(1, 2);
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(2));
        assertThat(seen().taskManagers()).isEqualTo(1);
        assertThat(seen().slots()).isEqualTo(2);
    }

    @Test
    void anAnswerIsToldAgainToWhoeverAsksAnew() {
        // Given
        jobManager.submit(JOB, "word count");
        Optional<Question> disposal = question(Optional.of("d"));
        poller.watch("sales", jobManager.uri(), PACE, disposal);
        ask();
        eventually(() -> assertThat(news).hasSize(1));
        assertThat(seen().details().orElseThrow().disposal()).isPresent();

        // When: a round with a stale view asks for something else, and the next one asks again.
        poller.watch("sales", jobManager.uri(), PACE, question(Optional.empty()));
        ask();
        eventually(() -> assertThat(news).hasSize(2));
        assertThat(seen().details().orElseThrow().disposal()).isEmpty();
        poller.watch("sales", jobManager.uri(), PACE, disposal);
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(3));
        ask();
        assertThat(news).as("the same answer to the same question").hasSize(3);
    }

    private static Optional<Question> question(Optional<String> disposal) {
        return Optional.of(new Question(JOB, Optional.empty(), disposal, false));
    }

    @Test
    void theNextQuestionComesAtTheWantedPace() {
        watch("sales", jobManager.uri(), PACE);

        ask();

        assertThat(scheduler.waiting().orElseThrow())
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    }

    @Test
    void aFasterPaceTakesEffectAtOnceAndASlowerOneLater() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();

        // When
        watch("sales", jobManager.uri(), Duration.ofSeconds(20));
        assertThat(scheduler.waiting().orElseThrow()).isLessThan(Duration.ofSeconds(12));
        watch("sales", jobManager.uri(), Duration.ofSeconds(1));

        // Then
        assertThat(scheduler.waiting()).contains(Duration.ZERO);
    }

    @Test
    void oneFailureIsAskedAgainSoonAndIsNoNews() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        eventually(() -> assertThat(news).hasSize(1));

        // When
        jobManager.behave(Behaviour.internalError());
        ask();
        assertThat(scheduler.waiting()).contains(Duration.ofSeconds(1));
        assertThat(poller.view("sales")).isInstanceOf(FlinkView.Reachable.class);
        jobManager.behave(Behaviour.healthy());
        ask();
        jobManager.submit(JOB, "word count");
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(2));
        assertThat(seen().jobs()).hasSize(1);
    }

    @Test
    void twoFailuresAreNews() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        eventually(() -> assertThat(news).hasSize(1));

        // When
        jobManager.behave(Behaviour.internalError());
        ask();
        ask();

        // Then
        eventually(() -> assertThat(news).hasSize(2));
        assertThat(poller.view("sales"))
                .isEqualTo(new FlinkView.Unreachable("GET /overview: HTTP 500"));
    }

    /** The pace is the rounds' to choose; the poller has none of its own. */
    @Test
    void whoNeverAnswersIsAskedAtTheWantedPaceAndIsNewsOnce() {
        // Given
        jobManager.behave(Behaviour.internalError());
        watch("sales", jobManager.uri(), PACE);

        // When
        for (int questions = 0; questions < 12; questions++) {
            ask();
        }

        // Then
        assertThat(scheduler.waiting().orElseThrow())
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        eventually(() -> assertThat(news).hasSize(1));
    }

    @Test
    void whoSaysNothingNewIsAskedLessOftenAndForLess() {
        // Given
        jobManager.submit(JOB, "word count");
        Question question = new Question(JOB, Optional.empty(), Optional.empty(), false);
        poller.watch("sales", jobManager.uri(), PACE, Optional.of(question));
        for (int questions = 0; questions < 14; questions++) {
            ask();
        }
        assertThat(scheduler.waiting().orElseThrow())
                .isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33));

        // When
        long before = requests();
        for (int questions = 0; questions < 6; questions++) {
            ask();
        }

        // Then: in three minutes.
        assertThat(requests() - before).isEqualTo(2 * 3 + 4);
        assertThat(seen().details()).isPresent();

        // And: what happens to the job is seen at once, with all that belongs to it.
        jobManager.completeCheckpoint(JOB, "file:///cp/chk-1");
        jobManager.fail(JOB, "java.io.IOException: disk full");
        ask();
        assertThat(seen().job(JOB).orElseThrow().failure()).isPresent();
        assertThat(seen().details().orElseThrow().checkpoints().orElseThrow().completed())
                .isEqualTo(1);
    }

    private long requests() {
        return flink.journal().counters().values().stream().mapToLong(it -> it).sum();
    }

    @Test
    void jobsSinceIsWhenThisSetOfJobsWasFirstSeen() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        clock.now = START.plusSeconds(10);
        ask();
        assertThat(seen().jobsSince()).isEqualTo(START);

        // When
        jobManager.submit(JOB, "word count");
        clock.now = START.plusSeconds(20);
        ask();
        jobManager.finish(JOB);
        clock.now = START.plusSeconds(30);
        ask();

        // Then: how a job is does not matter, only which jobs there are.
        assertThat(seen().jobsSince()).isEqualTo(START.plusSeconds(20));
    }

    /** Else an empty list right after an outage would count as one that has long been empty. */
    @Test
    void jobsSinceBeginsAnewAfterAnOutage() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        jobManager.behave(Behaviour.internalError());
        ask();
        ask();

        // When
        jobManager.behave(Behaviour.healthy());
        clock.now = START.plusSeconds(60);
        ask();

        // Then
        assertThat(seen().jobsSince()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void theReasonOfAFailureIsAskedOnce() {
        // Given
        jobManager
                .submit(JOB, "word count")
                .fail(JOB, "java.io.IOException: gone\n\tat a.B(C.java:1)");
        watch("sales", jobManager.uri(), PACE);

        // When
        ask();
        ask();
        ask();

        // Then
        assertThat(seen().job(JOB).flatMap(FlinkJob::failure))
                .contains("java.io.IOException: gone");
        assertThat(flink.journal().counters()).containsEntry("GET /jobs/:jobid/exceptions", 1L);
    }

    @Test
    void aJobHasFailedEvenIfNobodySaysWhy() {
        // Given
        jobManager.submit(JOB, "word count").fail(JOB, "java.io.IOException: gone");
        jobManager.behave(
                Behaviour.internalError(), request -> request.path().endsWith("/exceptions"));
        watch("sales", jobManager.uri(), PACE);
        ask();
        assertThat(seen().job(JOB).orElseThrow().state().isTerminal()).isTrue();
        assertThat(seen().job(JOB).flatMap(FlinkJob::failure)).isEmpty();

        // When
        jobManager.behave(Behaviour.healthy());
        ask();

        // Then
        assertThat(seen().job(JOB).flatMap(FlinkJob::failure))
                .contains("java.io.IOException: gone");
    }

    @Test
    void whoIsForgottenIsNotAskedAgain() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();

        // When
        poller.forget("sales");

        // Then
        assertThat(scheduler.waiting()).isEmpty();
        assertThat(poller.size()).isZero();
        assertThat(poller.view("sales")).isEqualTo(new FlinkView.NotAsked());
    }

    @Test
    void anAnswerThatComesAfterForgettingIsDropped() {
        // Given
        CompletableFuture<Void> answer = new CompletableFuture<>();
        jobManager.behave(Behaviour.held(answer));
        watch("sales", jobManager.uri(), PACE);
        scheduler.runWaiting();

        // When
        poller.forget("sales");
        answer.complete(null);

        // Then: another cluster is asked when the dropped answer has been given.
        URI other = flink.add("shop", "stock").uri();
        watch("stock", other, PACE);
        ask();
        eventually(() -> assertThat(news).containsExactly("stock"));
        assertThat(poller.view("sales")).isEqualTo(new FlinkView.NotAsked());
    }

    @Test
    void anotherAddressIsAskedAtOnceAndNothingOfTheOldOneIsKept() {
        // Given
        watch("sales", jobManager.uri(), PACE);
        ask();
        URI moved = flink.add("shop", "moved").version("2.4.0").uri();

        // When
        watch("sales", moved, PACE);
        assertThat(poller.view("sales")).isEqualTo(new FlinkView.NotAsked());
        ask();

        // Then
        assertThat(seen().version()).isEqualTo("2.4.0");
        assertThat(poller.size()).isEqualTo(1);
    }

    @Test
    void anAddressThatCannotBeAskedIsUnreachable() {
        watch("sales", URI.create("ftp://sales"), PACE);

        ask();

        assertThat(poller.view("sales")).isInstanceOf(FlinkView.Unreachable.class);
    }

    @Test
    void whoNeverAnswersHoldsUpNobodyWhoDoes() {
        // Given: of each kind only one is asked at once, and one that failed before is silent now.
        FlinkPoller<String> narrow = poller(1);
        FakeJobManager silent = flink.add("shop", "silent").behave(Behaviour.internalError());
        narrow.watch("silent", silent.uri(), PACE, Optional.empty());
        ask();
        silent.behave(Behaviour.slow(Duration.ofDays(1)));
        scheduler.runWaiting();
        assertThat(scheduler.waiting()).as("no answer, no more questions").isEmpty();

        // When
        narrow.watch("sales", jobManager.uri(), PACE, Optional.empty());
        ask();

        // Then
        assertThat(narrow.view("sales")).isInstanceOf(FlinkView.Reachable.class);
        assertThat(narrow.view("silent"))
                .isEqualTo(new FlinkView.Unreachable("GET /overview: HTTP 500"));
    }

    @Test
    void whoIsForgottenInTheLineIsNotAsked() {
        // Given
        FlinkPoller<String> narrow = poller(1);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        jobManager.behave(Behaviour.held(answer));
        narrow.watch("sales", jobManager.uri(), PACE, Optional.empty());
        scheduler.runWaiting();
        URI stock = flink.add("shop", "stock").uri();
        narrow.watch("stock", stock, PACE, Optional.empty());
        scheduler.runWaiting();
        URI offers = flink.add("shop", "offers").uri();
        narrow.watch("offers", offers, PACE, Optional.empty());
        scheduler.runWaiting();
        narrow.forget("stock");

        // When: one place becomes free.
        answer.complete(null);
        eventually(() -> assertThat(scheduler.waiting()).isPresent());
        while (narrow.view("offers") instanceof FlinkView.NotAsked) {
            ask();
        }

        // Then
        assertThat(flink.journal().requests()).noneMatch(it -> it.cluster().equals("stock"));
    }

    private FlinkPoller<String> poller(int places) {
        return new FlinkPoller<>(
                new FlinkClient(Eventually.BOUND), clock, scheduler, news::add, places);
    }

    private void watch(String name, URI uri, Duration pace) {
        poller.watch(name, uri, pace, Optional.empty());
    }

    private void ask() {
        scheduler.runWaiting();
        eventually(() -> assertThat(scheduler.waiting()).isPresent());
    }

    private FlinkView.Reachable seen() {
        return (FlinkView.Reachable) poller.view("sales");
    }
}
