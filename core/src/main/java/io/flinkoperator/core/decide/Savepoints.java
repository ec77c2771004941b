package io.flinkoperator.core.decide;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.Savepoint;
import io.flinkoperator.api.SavepointFormatType;
import io.flinkoperator.api.SavepointRetention;
import io.flinkoperator.api.SavepointStatus;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.Schedule;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The savepoints of a job: one request at a time, written down before it is sent.
 *
 * <p>What Flink answers is taken in first; then a request goes on, or the next one begins.
 */
final class Savepoints {
    static final String IN_PROGRESS = "InProgress";
    static final String SUCCEEDED = "Succeeded";
    static final String FAILED = "Failed";
    static final String REQUESTED = "user requested";
    static final String SCHEDULED = "scheduled";
    static final String BY_HAND = "by hand";

    /** Attempts for a request of a user, before it is called failed. */
    static final int ATTEMPTS = 3;

    private static final int MOST_KNOWN = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

    private final ValidCluster cluster;
    private final Instant now;
    private final JobDraft job;
    private final Optional<JobDetails> details;
    private final boolean isAlive;
    private SavepointStatus latest;
    private boolean hasJustFailed;
    private final List<Savepoint> known;

    /**
     * What is known of savepoints.
     *
     * @param cluster The deployed cluster, of the version that its Flink says it is.
     * @param now The time of looking.
     * @param job What is being written down of the job.
     * @param details What the JobManager says of the job.
     * @param isAlive Whether the JobManager says that the job is alive.
     * @param latest The request that was recorded; null if none was.
     * @param known Savepoints that were recorded.
     */
    Savepoints(
            ValidCluster cluster,
            Instant now,
            JobDraft job,
            Optional<JobDetails> details,
            boolean isAlive,
            SavepointStatus latest,
            List<Savepoint> known) {
        this.cluster = cluster;
        this.now = now;
        this.job = job;
        this.details = details;
        this.isAlive = isAlive;
        this.latest = latest;
        this.known = new ArrayList<>(known);
    }

    SavepointStatus latest() {
        return latest;
    }

    List<Savepoint> known() {
        return List.copyOf(known);
    }

    boolean inProgress() {
        return latest != null && IN_PROGRESS.equals(latest.state());
    }

    /** Whether a request has failed in this round, which is told before there is another. */
    boolean hasJustFailed() {
        return hasJustFailed;
    }

    /** Whether a request that stops the job is under way. */
    boolean isStopping() {
        return inProgress() && stops(latest.triggerReason());
    }

    private static boolean stops(String reason) {
        return !List.of(REQUESTED, SCHEDULED).contains(String.valueOf(reason));
    }

    /** Takes in what the JobManager says of checkpoints and of the request. */
    void takeIn(boolean isOver) {
        Optional<Checkpoints> checkpoints = details.flatMap(JobDetails::checkpoints);
        checkpoints.ifPresent(this::takeIn);
        if (!inProgress()) {
            return;
        }
        Optional<SavepointResult> result =
                details.flatMap(JobDetails::savepoint)
                        .filter(it -> it.triggerId().equals(latest.triggerID()));
        Instant begun = Status.time(latest.triggerTime()).orElse(now);
        Optional<Snapshot> made =
                checkpoints
                        .flatMap(Checkpoints::savepoint)
                        .filter(it -> !it.time().isBefore(begun) && !isKnown(it.path()))
                        .filter(
                                it ->
                                        isOver
                                                || namesNoTrigger()
                                                || (!trigger().stops()
                                                        && isForgotten(result, begun)));
        SavepointResult.State state =
                result.map(SavepointResult::state).orElse(SavepointResult.State.UNKNOWN);
        if (state == SavepointResult.State.COMPLETED) {
            succeed(result.flatMap(SavepointResult::path).orElse(null));
        } else if (state == SavepointResult.State.FAILED) {
            result.flatMap(SavepointResult::path).ifPresent(path -> record(path, begun));
            fail(result.flatMap(SavepointResult::failure).orElse("Flink gives no reason"));
        } else if (made.isPresent()) {
            succeed(made.get().path());
        } else if (isOver && state == SavepointResult.State.UNKNOWN && isLate(begun)) {
            fail("the job was over before");
        } else if (!stops(latest.triggerReason()) && now.isAfter(begun.plus(LONGEST))) {
            fail("it was not completed within " + LONGEST.toMinutes() + " minutes");
        } else if (!Objects.equals(job.id, latest.jobID())) {
            fail("the job was replaced before");
        }
    }

    private boolean isLate(Instant begun) {
        return now.isAfter(begun.plus(FORGOTTEN_AFTER));
    }

    private boolean isForgotten(Optional<SavepointResult> result, Instant begun) {
        return result.filter(it -> it.state() == SavepointResult.State.UNKNOWN).isPresent()
                && isLate(begun);
    }

    private boolean namesNoTrigger() {
        return !Feature.SAVEPOINT_TRIGGER_ID.isIn(cluster.flinkVersion());
    }

    private void takeIn(Checkpoints checkpoints) {
        boolean hasNone = checkpoints.checkpoint().or(checkpoints::savepoint).isEmpty();
        boolean isForgotten = Restore.FORGOTTEN.equals(job.checkpointing) && (hasNone || !isAlive);
        job.checkpointing = isForgotten ? Restore.FORGOTTEN : checkpoints.enabled() ? "On" : "Off";
        checkpoints.checkpoint().filter(this::isNews).ifPresent(this::recordCheckpoint);
        checkpoints.savepoint().ifPresent(this::takeIn);
    }

    /** A savepoint of ours is recorded as the answer to its request; this may be an older one. */
    private void takeIn(Snapshot savepoint) {
        boolean isNewer = job.savepointId == null || savepoint.id() > job.savepointId;
        if (savepoint.path().equals(job.savepointLocation)) {
            job.savepointId = savepoint.id();
        } else if (isNewer && isNumbered(job) && !inProgress() && !isKnown(savepoint.path())) {
            remember(new Savepoint(savepoint.path(), Status.text(savepoint.time()), BY_HAND));
            job.savepointLocation = savepoint.path();
            job.savepointTime = Status.text(savepoint.time());
            job.savepointId = savepoint.id();
        }
    }

    private static boolean isNumbered(JobDraft job) {
        return !Objects.equals(job.savepointId, Restore.UNNUMBERED);
    }

    /** Writing down each checkpoint would cost too much; the end of the job is worth it. */
    private boolean isNews(Snapshot checkpoint) {
        boolean isOther = !checkpoint.path().equals(job.checkpointLocation);
        boolean isDue =
                Status.time(job.checkpointTime)
                        .map(time -> !checkpoint.time().isBefore(time.plusSeconds(60)))
                        .orElse(true);
        return isOther && (isDue || !isAlive || job.stopReason != null);
    }

    private void recordCheckpoint(Snapshot checkpoint) {
        job.checkpointLocation = checkpoint.path();
        job.checkpointTime = Status.text(checkpoint.time());
    }

    private boolean isKnown(String path) {
        return known.stream().anyMatch(it -> it.location().equals(path));
    }

    private void remember(Savepoint savepoint) {
        known.removeIf(it -> it.location().equals(savepoint.location()));
        known.add(0, savepoint);
        while (known.size() > MOST_KNOWN) {
            known.remove(known.size() - 1);
        }
    }

    private void record(String path, Instant time) {
        remember(new Savepoint(path, Status.text(time), latest.triggerReason()));
        job.savepointLocation = path;
        job.savepointTime = Status.text(now);
        job.savepointId =
                details.flatMap(JobDetails::checkpoints)
                        .flatMap(Checkpoints::savepoint)
                        .filter(it -> it.path().equals(path))
                        .map(Snapshot::id)
                        .orElse(Restore.UNNUMBERED);
    }

    private void succeed(String path) {
        Instant begun = Status.time(latest.triggerTime()).orElse(now);
        if (path != null) {
            record(path, begun);
            if (stops(latest.triggerReason())) {
                job.finalSavepoint = true;
            }
        }
        latest =
                new SavepointStatus(
                        latest.jobID(),
                        latest.triggerID(),
                        latest.triggerTime(),
                        latest.triggerReason(),
                        SUCCEEDED,
                        path,
                        null,
                        null);
    }

    private void fail(String message) {
        fail(message, Optional.ofNullable(latest.failures()).orElse(0) + 1);
    }

    private void fail(String message, int failures) {
        hasJustFailed = true;
        latest =
                new SavepointStatus(
                        latest.jobID(),
                        latest.triggerID(),
                        latest.triggerTime(),
                        latest.triggerReason(),
                        FAILED,
                        null,
                        failures,
                        message);
    }

    /**
     * Gives up waiting for a request; should Flink complete it all the same, it is noticed. One
     * that stops the job cannot be taken back: the job ends with it, and is started again.
     */
    void abort() {
        if (inProgress() && !isStopping()) {
            fail("aborted", ATTEMPTS);
        }
    }

    /** Begins a request, unless one is under way or failed just now. */
    void begin(String reason) {
        if (inProgress() || !isAlive || hasJustFailed || isPausing(reason)) {
            return;
        }
        boolean goesOn = latest != null && reason.equals(latest.triggerReason()) && !isExhausted();
        Instant time = now.truncatedTo(ChronoUnit.SECONDS);
        latest =
                new SavepointStatus(
                        job.id,
                        Revision.triggerId(cluster.uid(), job.id, now),
                        Status.text(time),
                        reason,
                        IN_PROGRESS,
                        null,
                        goesOn ? latest.failures() : null,
                        goesOn ? latest.message() : null);
    }

    /** Pauses double from 10 s to 5 min. */
    private boolean isPausing(String reason) {
        return failed(reason) && !isExhausted() && retryTime().filter(now::isBefore).isPresent();
    }

    private boolean failed(String reason) {
        return latest != null
                && FAILED.equals(latest.state())
                && reason.equals(latest.triggerReason());
    }

    private Optional<Instant> retryTime() {
        int failures = Optional.ofNullable(latest.failures()).orElse(1);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return Status.time(latest.triggerTime()).map(time -> time.plus(bounded));
    }

    /** A user's request that is not tried again. */
    private boolean isExhausted() {
        return failed(REQUESTED) && failures(REQUESTED) >= ATTEMPTS;
    }

    /** Whether a request of a user has failed and is to be tried again. */
    boolean retriesRequest() {
        return failed(REQUESTED) && !isExhausted() && Objects.equals(latest.jobID(), job.id);
    }

    /** How often in a row a request for a reason has failed. */
    int failures(String reason) {
        return latest != null && reason.equals(latest.triggerReason()) && latest.failures() != null
                ? latest.failures()
                : 0;
    }

    /** When the next savepoint is due by itself; empty if never. */
    Optional<Instant> due() {
        JobSpec spec = cluster.job().orElseThrow();
        Optional<Instant> start = Status.time(job.startTime);
        if (start.isEmpty() || cluster.savepointFolder().isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> last =
                Optional.ofNullable(latest)
                        .filter(it -> Objects.equals(it.jobID(), job.id))
                        .flatMap(it -> Status.time(it.triggerTime()));
        Optional<Instant> since = last.filter(start.get()::isBefore).or(() -> start);
        Optional<Instant> periodic =
                Optional.ofNullable(spec.autoSavepointSeconds())
                        .map(seconds -> lastCompleted(start.get()).plusSeconds(seconds));
        Optional<Instant> planned =
                Optional.ofNullable(spec.savepointSchedule())
                        .flatMap(it -> Schedule.next(it, cluster.uid(), since.orElseThrow()));
        Optional<Instant> due = earlier(periodic, planned);
        boolean isRetry = last.isPresent() && failed(SCHEDULED) && due.isPresent();
        return isRetry ? retryTime() : due;
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private Instant lastCompleted(Instant start) {
        return Status.time(job.savepointTime)
                .filter(time -> job.savepointId != null && time.isAfter(start))
                .orElse(start);
    }

    /** Takes in how the deletion of a savepoint ended; it is known until it is gone. */
    void takeInDisposal() {
        Optional<SavepointResult> result = details.flatMap(JobDetails::disposal);
        outdated()
                .filter(
                        it ->
                                result.filter(r -> r.triggerId().equals(disposalId(it)))
                                        .filter(r -> r.state() == SavepointResult.State.COMPLETED)
                                        .isPresent())
                .ifPresent(known::remove);
    }

    /** The oldest savepoint that need not be kept any longer. */
    Optional<Savepoint> outdated() {
        SavepointRetention retention = cluster.job().map(JobSpec::savepointRetention).orElse(null);
        if (retention == null || namesNoTrigger()) {
            return Optional.empty();
        }
        for (int index = known.size() - 1; index > 0; index--) {
            Savepoint savepoint = known.get(index);
            boolean isTooMany = retention.count() != null && index >= retention.count();
            boolean isTooOld =
                    retention.maxAgeSeconds() != null
                            && Status.time(savepoint.time())
                                    .filter(
                                            time ->
                                                    time.plusSeconds(retention.maxAgeSeconds())
                                                            .isBefore(now))
                                    .isPresent();
            if ((isTooMany || isTooOld) && !isNeeded(savepoint)) {
                return Optional.of(savepoint);
            }
        }
        return Optional.empty();
    }

    /** What somebody made by hand is theirs. */
    private boolean isNeeded(Savepoint savepoint) {
        String path = savepoint.location();
        return BY_HAND.equals(savepoint.reason())
                || path.equals(job.savepointLocation)
                || path.equals(job.fromSavepoint)
                || path.equals(cluster.job().map(JobSpec::fromSavepoint).orElse(null))
                || (job.restore != null && path.equals(job.restore.path()));
    }

    /** A savepoint that is gone. */
    void forget(Savepoint savepoint) {
        known.remove(savepoint);
    }

    private String disposalId(Savepoint savepoint) {
        return Revision.hash(cluster.uid() + "/disposal/" + savepoint.location()).substring(0, 32);
    }

    /** The deletion whose result is awaited. */
    Optional<String> disposalQuestion() {
        return outdated().map(this::disposalId);
    }

    /** Whether Flink will soon say how a deletion has ended; one that failed is left at that. */
    boolean awaitsDisposal() {
        return isAlive
                && outdated().isPresent()
                && details.flatMap(JobDetails::disposal)
                        .filter(it -> it.state() == SavepointResult.State.FAILED)
                        .isEmpty();
    }

    /** What has Flink delete a savepoint; asking again is harmless. */
    Optional<Action> disposal() {
        boolean isAnswered =
                details.flatMap(JobDetails::disposal)
                        .filter(it -> it.state() != SavepointResult.State.UNKNOWN)
                        .filter(it -> disposalQuestion().filter(it.triggerId()::equals).isPresent())
                        .isPresent();
        return details.isEmpty() || isAnswered
                ? Optional.empty()
                : outdated().map(it -> new Action.DisposeSavepoint(disposalId(it), it.location()));
    }

    /** What asks Flink for the savepoint; asking again is harmless. */
    Optional<Action> action() {
        boolean isAnswered =
                details.flatMap(JobDetails::savepoint)
                        .filter(it -> it.triggerId().equals(latest.triggerID()))
                        .filter(it -> it.state() != SavepointResult.State.UNKNOWN)
                        .isPresent();
        if (!inProgress() || !isAlive || isAnswered) {
            return Optional.empty();
        }
        boolean namesTrigger = !namesNoTrigger();
        return Optional.of(
                new Action.TakeSavepoint(
                        latest.jobID(),
                        trigger(),
                        cluster.savepointFolder(),
                        cluster.job()
                                .map(JobSpec::savepointFormatType)
                                .filter(it -> namesTrigger)
                                .map(SavepointFormatType::name),
                        namesTrigger,
                        Status.time(latest.triggerTime()).orElse(now),
                        known.stream().map(Savepoint::location).collect(toUnmodifiableSet())));
    }

    /** The request whose result is awaited. */
    Optional<Question.Trigger> question() {
        return inProgress() && !namesNoTrigger() ? Optional.of(trigger()) : Optional.empty();
    }

    private Question.Trigger trigger() {
        // An application ends with its job; older ones do not wait until somebody reads the result.
        Feature needed =
                cluster.isApplication()
                        ? Feature.SAVEPOINT_TRIGGER_ID
                        : Feature.STOP_WITH_SAVEPOINT;
        boolean stops = stops(latest.triggerReason()) && needed.isIn(cluster.flinkVersion());
        return new Question.Trigger(latest.triggerID(), stops);
    }
}
