package io.flinkoperator.core.decide;

import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The state that the next run of a job starts from. A job that ever completed a checkpoint or
 * savepoint never starts empty, unless a user says so.
 *
 * @param status What is recorded of it; empty if it must not start.
 * @param obstacle Why it must not start; empty if it may.
 */
record Restore(Optional<RestoreStatus> status, Optional<String> obstacle) {
    /** Checkpoints that Flink deletes with the job. */
    static final String GONE = "NotRetained";

    /** The status was lost: what state the job has is not known until Flink tells it. */
    static final String FORGOTTEN = "Forgotten";

    private static final int MOST_FOLDERS = 20;

    /** Number of a savepoint that Flink's statistics have not told yet. */
    static final Long UNNUMBERED = 0L;

    private static final Pattern CHECKPOINT = Pattern.compile(".*/chk-(\\d{1,18})");
    private static final Set<String> NONE_LEFT = Set.of("Off", GONE);
    private static final RestoreStatus NOTHING = new RestoreStatus(null, List.of(), null);

    /**
     * The state that comes after a run.
     *
     * @param cluster The cluster as it is to be deployed.
     * @param job The run, which is over, or about to be.
     * @param isKnownEmpty Whether the run is known to have completed no checkpoint.
     * @param mayBeSaved Whether Flink may have completed a savepoint that nobody has heard of.
     * @param mayBeEmpty Whether a user has allowed an empty start.
     */
    static Restore after(
            ValidCluster cluster,
            JobStatus job,
            boolean isKnownEmpty,
            boolean mayBeSaved,
            boolean mayBeEmpty) {
        if (Deployed.startsElsewhere(cluster, Optional.of(job))) {
            return of(new RestoreStatus(cluster.job().orElseThrow().fromSavepoint(), null, null));
        }
        if (mayBeEmpty) {
            return of(NOTHING);
        }
        if (FORGOTTEN.equals(job.checkpointing())) {
            return unknown("What state the job has was forgotten with its status");
        }
        if (job.id() == null || (job.restore() != null && !mayHaveRun(job))) {
            // Nothing came after what it was to start from.
            return of(earlier(job).orElse(NOTHING));
        }
        if (Boolean.TRUE.equals(job.finalSavepoint())) {
            return of(
                    new RestoreStatus(
                            job.savepointLocation(), null, null, job.savepointTime(), null));
        }
        return newest(cluster, job, isKnownEmpty, mayBeSaved).youngEnough(cluster, job);
    }

    /** A run that was submitted may have come and gone while nobody looked. */
    private static boolean mayHaveRun(JobStatus job) {
        JobState state = JobState.of(job.state());
        return job.startTime() != null || state == JobState.LOST || state == JobState.FAILED;
    }

    /** The state that the very first run starts from. */
    static RestoreStatus first(ValidCluster cluster) {
        return cluster.job()
                .map(JobSpec::fromSavepoint)
                .filter(path -> !path.isBlank())
                .map(path -> new RestoreStatus(path, null, null))
                .orElse(NOTHING);
    }

    private static Restore newest(
            ValidCluster cluster, JobStatus job, boolean isKnownEmpty, boolean mayBeSaved) {
        RestoreStatus base = base(cluster, job);
        List<String> folders = new ArrayList<>(base.checkpoints());
        boolean hasNone = NONE_LEFT.contains(String.valueOf(job.checkpointing())) || isKnownEmpty;
        boolean canSearch = canSearch(cluster);
        Optional<String> folder = hasNone || !canSearch ? Optional.empty() : folder(cluster, job);
        folder.ifPresent(folders::add);
        if (folder.isPresent() && UNNUMBERED.equals(job.savepointId())) {
            // Its metadata tells what is newer.
            folders.add(job.savepointLocation() + "*");
        }
        if (mayBeSaved && canSearch) {
            savepoints(cluster, job).ifPresent(folders::add);
        }
        if (folders.size() > MOST_FOLDERS) {
            // The first one is that of a run that was seen.
            folders.remove(1);
        }
        boolean wasRefused = job.startTime() == null && JobState.of(job.state()) == JobState.FAILED;
        boolean isLost =
                GONE.equals(job.checkpointing()) || (folder.isEmpty() && !hasNone && !wasRefused);
        boolean isOlder = mayBeSaved && !canSearch;
        return isOlder || (isLost && base.path() == null && base.checkpoints().isEmpty())
                ? unknown(
                        GONE.equals(job.checkpointing())
                                ? "Flink deleted the checkpoints of the job when it ended"
                                : "It is not known whether the job completed a checkpoint, and"
                                        + " where")
                : of(new RestoreStatus(base.path(), folders, base.newerThan(), base.time(), null));
    }

    /**
     * The newest state of a run that was seen, else what the run started from. It is to fail rather
     * than to start from what came before that.
     */
    private static RestoreStatus base(ValidCluster cluster, JobStatus job) {
        Optional<Long> checkpoint = checkpointId(job);
        Optional<Long> savepoint = Optional.ofNullable(job.savepointId());
        boolean isUndecided = UNNUMBERED.equals(job.savepointId()) && !canSearch(cluster);
        boolean isCheckpointNewer =
                isUndecided
                        ? newest(job).equals(Status.time(job.checkpointTime()))
                        : checkpoint.orElse(-1L) > savepoint.orElse(-1L);
        if (checkpoint.isPresent() && isCheckpointNewer) {
            return new RestoreStatus(
                    job.checkpointLocation(), null, checkpoint.get(), job.checkpointTime(), null);
        }
        return savepoint
                .map(
                        id ->
                                new RestoreStatus(
                                        job.savepointLocation(),
                                        null,
                                        id,
                                        job.savepointTime(),
                                        null))
                .orElseGet(() -> earlier(job).orElse(NOTHING));
    }

    /** What a run was to start from; it is looked for anew. */
    private static Optional<RestoreStatus> earlier(JobStatus job) {
        return Optional.ofNullable(job.restore()).map(it -> it.withFailedSearches(null));
    }

    private static Optional<Long> checkpointId(JobStatus job) {
        return Optional.ofNullable(job.checkpointLocation())
                .map(CHECKPOINT::matcher)
                .filter(Matcher::matches)
                .map(path -> Long.valueOf(path.group(1)));
    }

    /** Whether the newest state that was seen is a checkpoint: by number, else by time. */
    static boolean isCheckpoint(JobStatus job) {
        Optional<Long> checkpoint = checkpointId(job);
        Optional<Long> savepoint =
                Optional.ofNullable(job.savepointId()).filter(id -> !id.equals(UNNUMBERED));
        if (checkpoint.isPresent() && savepoint.isPresent()) {
            return checkpoint.get() > savepoint.get();
        }
        Optional<Instant> time = Status.time(job.checkpointTime());
        return time.isPresent() && time.equals(newest(job));
    }

    /** Whether the pod that brings a job in can look for its state. */
    private static boolean canSearch(ValidCluster cluster) {
        return Feature.JOB_ID_ON_COMMAND_LINE.isIn(cluster.flinkVersion());
    }

    /**
     * Where a run keeps its checkpoints: where one was seen, else beside those of the run before,
     * else where Flink is told to.
     */
    static Optional<String> folder(ValidCluster cluster, JobStatus job) {
        boolean isShared = !cluster.hasCheckpointFolderByJob();
        return parent(job.checkpointLocation())
                .or(
                        () ->
                                isShared
                                        ? earlierFolder(job)
                                        : earlierFolder(job)
                                                .flatMap(Restore::parent)
                                                .map(dir -> dir + "/" + job.id()))
                .or(
                        () ->
                                cluster.checkpointFolder()
                                        .map(dir -> dir.replaceAll("/+$", ""))
                                        .map(dir -> isShared ? dir : dir + "/" + job.id()));
    }

    /** How Flink names the savepoints of a job. */
    private static Optional<String> savepoints(ValidCluster cluster, JobStatus job) {
        return cluster.savepointFolder()
                .map(dir -> dir.replaceAll("/+$", ""))
                .map(dir -> dir + "/savepoint-" + job.id().substring(0, 6) + "-*");
    }

    /** A folder where state of a job is known to lie. */
    static Optional<String> place(JobStatus job) {
        return parent(job.checkpointLocation()).or(() -> parent(job.savepointLocation()));
    }

    private static Optional<String> earlierFolder(JobStatus job) {
        List<String> places = job.restore() == null ? List.of() : job.restore().checkpoints();
        return places.stream()
                .filter(place -> !place.endsWith("*"))
                .reduce((before, after) -> after);
    }

    private static Optional<String> parent(String path) {
        return Optional.ofNullable(path)
                .filter(it -> it.lastIndexOf('/') > 0)
                .map(it -> it.substring(0, it.lastIndexOf('/')));
    }

    private static Restore unknown(String why) {
        return new Restore(
                Optional.empty(),
                Optional.of(
                        why
                                + "; set job.fromSavepoint to what it should start from, or annotate"
                                + " the FlinkCluster with user-control: start-without-state"));
    }

    /** A run that never started has made nothing older than it was when it was chosen. */
    private Restore youngEnough(ValidCluster cluster, JobStatus job) {
        Integer most = cluster.job().map(JobSpec::maxStateAgeToRestoreSeconds).orElse(null);
        Optional<Instant> end = Status.time(job.completionTime());
        if (status.isEmpty() || most == null || end.isEmpty() || job.startTime() == null) {
            return this;
        }
        Optional<Instant> newest = later(newest(job), Status.time(status.get().time()));
        boolean isEmpty = status.get().path() == null && status.get().checkpoints().isEmpty();
        boolean isYoung =
                newest.map(time -> Duration.between(time, end.get()))
                        .filter(age -> age.toSeconds() <= most)
                        .isPresent();
        return isYoung || isEmpty
                ? this
                : new Restore(Optional.empty(), Optional.of(tooOld(newest, most)));
    }

    private static String tooOld(Optional<Instant> newest, int most) {
        String why =
                newest.map(
                                time ->
                                        "The newest savepoint or checkpoint ("
                                                + Status.text(time)
                                                + ") was older than maxStateAgeToRestoreSeconds ("
                                                + most
                                                + ") when the job ended; raise it")
                        .orElse(
                                "Flink has not reported how old the newest savepoint or checkpoint"
                                        + " is, and maxStateAgeToRestoreSeconds is "
                                        + most
                                        + "; remove that");
        return why + ", or set job.fromSavepoint";
    }

    /** When the newest state of a run was taken. */
    static Optional<Instant> newest(JobStatus job) {
        return later(Status.time(job.checkpointTime()), Status.time(job.savepointTime()));
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** Whether the newest state that is known is of a run before, and has been reported. */
    static boolean isOfEarlierRun(JobStatus job) {
        Optional<Instant> earlier =
                Optional.ofNullable(job.restore()).flatMap(it -> Status.time(it.time()));
        return earlier.isPresent()
                && newest(job).filter(it -> !it.isBefore(earlier.get())).isEmpty();
    }

    private static Restore of(RestoreStatus status) {
        return new Restore(Optional.of(status), Optional.empty());
    }
}
