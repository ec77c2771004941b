package io.flinkoperator.operator.poll;

import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.operator.flink.FlinkClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks JobManagers at the pace the rounds want, slower as long as they say nothing new, and keeps
 * the latest view of each. It tells of a change only if the view says something new. What it holds
 * can be lost at any moment.
 *
 * @param <K> What names a cluster.
 */
public final class FlinkPoller<K> implements AutoCloseable {
    private static final FlinkView NOT_ASKED = new FlinkView.NotAsked();
    private static final Duration CALM = Duration.ofSeconds(30);

    /** One look of so many asks for everything when all is calm; the others ask for the jobs. */
    private static final int WHOLE_LOOKS = 3;

    /**
     * Each look under way takes memory; so many take what the JobManagers of 5,000 clusters ask.
     */
    private static final int PLACES = 128;

    private final FlinkClient client;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final Consumer<K> onChange;
    private final Map<K, Watch> watches = new ConcurrentHashMap<>();

    private final Lane answering;

    /** Who lets others wait until it times out is asked in a lane of its own. */
    private final Lane failing;

    /** A poller that tells of changes; it owns the scheduler. */
    public FlinkPoller(
            FlinkClient client,
            Clock clock,
            ScheduledExecutorService scheduler,
            Consumer<K> onChange) {
        this(client, clock, scheduler, onChange, PLACES);
    }

    FlinkPoller(
            FlinkClient client,
            Clock clock,
            ScheduledExecutorService scheduler,
            Consumer<K> onChange,
            int places) {
        this.client = client;
        this.clock = clock;
        this.scheduler = scheduler;
        this.onChange = onChange;
        answering = new Lane(places, scheduler);
        failing = new Lane(places, scheduler);
    }

    /** The latest view of a JobManager. */
    public FlinkView view(K key) {
        Watch watch = watches.get(key);
        return watch == null ? NOT_ASKED : watch.view;
    }

    /**
     * Asks a JobManager from now on; a faster pace, another question or another address takes
     * effect at once.
     */
    public void watch(K key, URI jobManager, Duration interval, Optional<Question> question) {
        watches.compute(
                key,
                (k, old) -> {
                    if (old != null && old.jobManager.equals(jobManager)) {
                        old.want(interval, question);
                        return old;
                    }
                    if (old != null) {
                        old.stop();
                    }
                    Watch watch = new Watch(key, jobManager, interval, question);
                    watch.askIn(Duration.ZERO);
                    return watch;
                });
    }

    /** Asks no more. */
    public void forget(K key) {
        Watch watch = watches.remove(key);
        if (watch != null) {
            watch.stop();
        }
    }

    /** Number of JobManagers that are asked. */
    public int size() {
        return watches.size();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    private final class Watch {
        private final K key;
        private final URI jobManager;
        private final JobQuestions questions;
        private volatile FlinkView view = NOT_ASKED;
        private FlinkView told = NOT_ASKED;
        private Duration interval;
        private Optional<Question> question;
        private ScheduledFuture<?> next;
        private boolean isAsking;
        private boolean isHurried;
        private boolean isStopped;
        private int failures;
        private int looks;

        Watch(K key, URI jobManager, Duration interval, Optional<Question> question) {
            this.key = key;
            this.jobManager = jobManager;
            this.interval = interval;
            this.question = question;
            questions = new JobQuestions(client, jobManager);
        }

        synchronized void want(Duration pace, Optional<Question> next) {
            boolean isFaster = pace.compareTo(interval) < 0;
            boolean isAnother = next.isPresent() && !next.equals(question);
            interval = pace;
            question = next;
            if (isAnother) {
                // A round with a stale view may have missed the same answer: it is news again.
                told = NOT_ASKED;
            }
            if (isAsking) {
                isHurried |= isAnother;
            } else if (isFaster || isAnother) {
                askIn(Duration.ZERO);
            }
        }

        synchronized void stop() {
            isStopped = true;
            if (next != null) {
                next.cancel(false);
            }
        }

        synchronized void askIn(Duration delay) {
            if (isStopped) {
                return;
            }
            if (next != null) {
                next.cancel(false);
            }
            next = scheduler.schedule(this::enter, delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void enter() {
            if (isStopped || isAsking) {
                return;
            }
            isAsking = true;
            (failures == 0 ? answering : failing).enter(this::look);
        }

        /** Every failure is an answer too. */
        private synchronized CompletableFuture<Void> look() {
            if (isStopped) {
                return CompletableFuture.completedFuture(null);
            }
            isHurried = false;
            Instant asOf = clock.instant();
            Optional<FlinkView.Reachable> known = known();
            return CompletableFuture.completedFuture(view)
                    .thenCompose(before -> ask(jobManager, asOf, before, known))
                    .thenCompose(seen -> withDetails(seen, known))
                    .exceptionally(failure -> new FlinkView.Unreachable(message(failure)))
                    .thenAccept(this::take);
        }

        /** What need not be asked again this time. */
        private Optional<FlinkView.Reachable> known() {
            looks++;
            boolean isCalm =
                    interval.compareTo(CALM) >= 0
                            && question.filter(Question::isUrgent).isEmpty()
                            && looks % WHOLE_LOOKS != 0;
            return isCalm && view instanceof FlinkView.Reachable latest
                    ? Optional.of(latest)
                    : Optional.empty();
        }

        private CompletableFuture<FlinkView> withDetails(
                FlinkView.Reachable seen, Optional<FlinkView.Reachable> known) {
            Optional<JobDetails> same =
                    known.filter(it -> it.jobs().equals(seen.jobs()))
                            .flatMap(FlinkView.Reachable::details);
            if (same.isPresent()) {
                return CompletableFuture.completedFuture(seen.with(same.get()));
            }
            return question()
                    .filter(asked -> seen.job(asked.jobId()).isPresent())
                    .map(asked -> questions.ask(asked).<FlinkView>thenApply(seen::with))
                    .orElseGet(() -> CompletableFuture.completedFuture(seen));
        }

        private synchronized Optional<Question> question() {
            return question;
        }

        private void take(FlinkView seen) {
            boolean isNews;
            synchronized (this) {
                isAsking = false;
                failures = seen instanceof FlinkView.Reachable ? 0 : failures + 1;
                // One failure of a JobManager that answered before is not news yet.
                boolean isHiccup = failures == 1 && view instanceof FlinkView.Reachable;
                isNews = !isHiccup && isNews(told, seen);
                if (!isHiccup) {
                    view = seen;
                }
                if (isNews) {
                    told = seen.after(told);
                } else if (seen instanceof FlinkView.Reachable) {
                    interval = slower(interval);
                }
                askIn(delay(isHiccup));
            }
            if (isNews && watches.get(key) == this) {
                onChange.accept(key);
            }
        }

        private Duration delay(boolean isHiccup) {
            return isHurried
                    ? Duration.ZERO
                    : isHiccup ? Duration.ofSeconds(1) : jittered(interval);
        }
    }

    private CompletableFuture<FlinkView.Reachable> ask(
            URI jobManager, Instant asOf, FlinkView before, Optional<FlinkView.Reachable> known) {
        return known.map(
                        it -> new FlinkClient.Overview(it.version(), it.taskManagers(), it.slots()))
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> client.overview(jobManager))
                .thenCompose(
                        overview ->
                                client.jobs(jobManager)
                                        .thenCompose(jobs -> withFailures(jobManager, jobs, before))
                                        .thenApply(jobs -> view(overview, jobs, asOf, before)));
    }

    private static FlinkView.Reachable view(
            FlinkClient.Overview overview, List<FlinkJob> jobs, Instant asOf, FlinkView before) {
        Instant since =
                before instanceof FlinkView.Reachable old && ids(old.jobs()).equals(ids(jobs))
                        ? old.jobsSince()
                        : asOf;
        return new FlinkView.Reachable(
                overview.version(),
                overview.taskManagers(),
                overview.slots(),
                jobs,
                asOf,
                since,
                Optional.empty());
    }

    private static java.util.Set<String> ids(List<FlinkJob> jobs) {
        return jobs.stream().map(FlinkJob::id).collect(Collectors.toSet());
    }

    /** Asks once why a job failed; without an answer the job has simply failed. */
    private CompletableFuture<List<FlinkJob>> withFailures(
            URI jobManager, List<FlinkJob> jobs, FlinkView before) {
        List<CompletableFuture<FlinkJob>> all =
                jobs.stream().map(job -> withFailure(jobManager, job, before)).toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<FlinkJob> withFailure(
            URI jobManager, FlinkJob job, FlinkView before) {
        if (job.state() != FlinkJobState.FAILED) {
            return CompletableFuture.completedFuture(job);
        }
        Optional<FlinkJob> known =
                before instanceof FlinkView.Reachable old
                        ? old.job(job.id()).filter(found -> found.failure().isPresent())
                        : Optional.empty();
        return known.map(found -> CompletableFuture.completedFuture(with(job, found.failure())))
                .orElseGet(
                        () ->
                                client.failure(jobManager, job.id())
                                        .exceptionally(failure -> Optional.empty())
                                        .thenApply(failure -> with(job, failure)));
    }

    private static FlinkJob with(FlinkJob job, Optional<String> failure) {
        return new FlinkJob(
                job.id(),
                job.name(),
                job.state(),
                job.tasks(),
                job.startTime(),
                job.endTime(),
                failure);
    }

    private static boolean isNews(FlinkView before, FlinkView after) {
        if (after instanceof FlinkView.Reachable up) {
            return !up.saysTheSameAs(before);
        }
        return !(before instanceof FlinkView.Unreachable);
    }

    private static String message(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    /** By a tenth, up to what is calm; a round sets it anew. */
    private static Duration slower(Duration interval) {
        Duration longer = interval.multipliedBy(11).dividedBy(10);
        return interval.compareTo(CALM) >= 0
                ? interval
                : longer.compareTo(CALM) > 0 ? CALM : longer;
    }

    private static Duration jittered(Duration interval) {
        double factor = 0.9 + ThreadLocalRandom.current().nextDouble() * 0.2;
        return Duration.ofMillis((long) (interval.toMillis() * factor));
    }
}
