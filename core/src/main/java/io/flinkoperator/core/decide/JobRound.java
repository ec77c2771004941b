package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.api.JobMode;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.OperationStep;
import io.flinkoperator.api.RestartBackoff;
import io.flinkoperator.api.RestartPolicy;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.api.Savepoint;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.core.resources.Disposal;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.FlinkVersion;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of the job of a job cluster in one round. */
final class JobRound {
    private static final Duration STATISTICS_AGE = Duration.ofSeconds(5);

    /** Until all tasks run, Flink refuses savepoints; after so long it is to say so itself. */
    private static final Duration TASKS_START = Duration.ofMinutes(1);

    /** Between one attempt to delete a savepoint by a pod and the next. */
    private static final Duration DISPOSAL_PAUSE = Duration.ofMinutes(5);

    private final Plan plan;
    private final ValidCluster cluster;
    private final Observation seen;
    private final JobDraft draft;
    private final Savepoints savepoints;
    private final Optional<FlinkJob> flinkJob;
    private final Optional<JobDetails> details;
    private final Submitter submitter;
    private final String jobId;

    /** Known before the next savepoint begins, which takes the place of the one asked for. */
    private final Optional<String> wordOutcome;

    private final JobState before;
    private Facts facts;
    private Restore restore;
    private Optional<JobTransitions.Row> row;
    private JobState after;
    private final List<Action> actions = new ArrayList<>();
    private Optional<Stop> stop = Optional.empty();

    JobRound(Plan plan, List<JobTransitions.Row> table) {
        this.plan = plan;
        seen = plan.seen();
        draft = JobDraft.of(plan.job());
        before = draft.state;
        boolean isNext =
                before == JobState.NONE
                        || before == JobState.PENDING
                        || before == JobState.UPDATING;
        cluster = isNext ? plan.deployed().target() : plan.running();
        String derived = Revision.jobId(cluster.uid(), cluster.revision(), draft.attempt);
        jobId = isNext || draft.id == null ? derived : draft.id;
        boolean ends = !cluster.isApplication() && spec().mode() != JobMode.Blocking;
        submitter =
                ends
                        ? Submitter.bounded(seen, bringer(), jobId)
                        : Submitter.of(seen, bringer(), jobId);
        flinkJob =
                seen.flink() instanceof FlinkView.Reachable up ? up.job(jobId) : Optional.empty();
        details =
                seen.flink() instanceof FlinkView.Reachable up
                        ? up.details().filter(it -> it.jobId().equals(jobId))
                        : Optional.empty();
        Facts.Job job = whole(Facts.job(cluster, seen, plan.components(), submitter, jobId));
        savepoints =
                new Savepoints(
                        answering(),
                        seen.now(),
                        draft,
                        details,
                        job == Facts.Job.ACTIVE,
                        plan.recorded().savepoint(),
                        plan.recorded().savepoints());
        noteEnd(job);
        savepoints.takeIn(isEnd(job));
        wordOutcome = savepointOutcome();
        savepoints.takeInDisposal();
        savepoints.outdated().filter(this::isDeleted).ifPresent(savepoints::forget);
        noteLoss(job);
        restore = chooseRestore();
        facts = facts(job);
        row = JobTransitions.next(table, before, facts);
        after = row.map(JobTransitions.Row::to).orElse(before);
        apply();
        if (before != after && (after == JobState.FAILED || after == JobState.LOST)) {
            restartAtOnce(table, job);
        }
    }

    /** A failure that is followed by a restart is no end, and nobody is told that it were. */
    private void restartAtOnce(List<JobTransitions.Row> table, Facts.Job job) {
        restore = chooseRestore();
        facts = facts(job);
        Optional<JobTransitions.Row> next =
                JobTransitions.next(table, after, facts)
                        .filter(it -> it.to() == JobState.RESTARTING)
                        .filter(it -> !plan.canGoBack());
        if (next.isPresent()) {
            row = next;
            after = JobState.RESTARTING;
            draft.state = after;
            restart();
        }
    }

    /** What a JobManager is asked follows the rules of the Flink that it runs. */
    private ValidCluster answering() {
        return Optional.ofNullable(
                        seen.flink() instanceof FlinkView.Reachable up
                                ? up.version()
                                : plan.recorded().flinkVersion())
                .flatMap(FlinkVersion::parse)
                .map(cluster::ofVersion)
                .orElse(cluster);
    }

    private Optional<io.fabric8.kubernetes.api.model.batch.v1.Job> bringer() {
        return cluster.isApplication()
                ? plan.components().jobManagerJob()
                : plan.components().submitter();
    }

    /** An end takes checkpoints along: without a word of them it is not known what is left. */
    private Facts.Job whole(Facts.Job job) {
        if (Restore.FORGOTTEN.equals(draft.checkpointing)
                && (job == Facts.Job.FINISHED || job == Facts.Job.CANCELED)) {
            // It may have been stopped, to be started again.
            return Facts.Job.ABSENT;
        }
        boolean isAsked = jobId.equals(draft.id);
        return isEnd(job) && isAsked && details.isEmpty() ? Facts.Job.UNSURE : job;
    }

    private static boolean isEnd(Facts.Job job) {
        return job == Facts.Job.FINISHED || job == Facts.Job.FAILED || job == Facts.Job.CANCELED;
    }

    /** The age of its state counts from there. */
    private void noteEnd(Facts.Job job) {
        if (isEnd(job) && draft.completionTime == null) {
            draft.completionTime =
                    flinkJob.flatMap(FlinkJob::endTime)
                            .map(Status::text)
                            .orElse(Status.text(seen.now()));
        }
    }

    /** A job that ends takes its checkpoints along, unless Flink is told to retain them. */
    private void noteLoss(Facts.Job job) {
        boolean isLoss =
                checkpoints()
                        .filter(it -> it.enabled() && it.completed() > 0)
                        .filter(it -> isDeleted(job, it.retention()))
                        .isPresent();
        if (isLoss) {
            draft.checkpointing = Restore.GONE;
            draft.checkpointLocation = null;
            draft.checkpointTime = null;
        }
    }

    private static boolean isDeleted(Facts.Job job, Checkpoints.Retention retention) {
        return switch (job) {
            case FINISHED -> true;
            case FAILED -> retention == Checkpoints.Retention.NEVER;
            case CANCELED -> retention != Checkpoints.Retention.ALWAYS;
            default -> false;
        };
    }

    private boolean isDeleted(Savepoint savepoint) {
        return disposalOf(savepoint.location()).state() == Submitter.State.SUCCEEDED;
    }

    private Submitter disposalOf(String savepoint) {
        return Submitter.bounded(seen, plan.components().disposal(), Disposal.id(savepoint));
    }

    /** Whether a pod that could not delete a savepoint makes way for another one. */
    boolean repeatsDisposal() {
        return disposal()
                .map(this::disposalOf)
                .filter(it -> it.state() == Submitter.State.FAILED)
                .flatMap(Submitter::endTime)
                .filter(end -> end.plus(DISPOSAL_PAUSE).isBefore(seen.now()))
                .isPresent();
    }

    /** Who is about to go need not be asked for anything. */
    private boolean keepsJobManager() {
        return after == JobState.RUNNING || (after.isOver() && after != JobState.SUSPENDED);
    }

    /** A savepoint that is to be deleted although no JobManager can do that. */
    Optional<String> disposal() {
        boolean isDown = after.isOver() && details.isEmpty() && plan.wish() != Wish.DELETE;
        return isDown ? savepoints.outdated().map(Savepoint::location) : Optional.empty();
    }

    private Restore chooseRestore() {
        boolean isChosen =
                draft.state == JobState.UPDATING
                        || draft.state == JobState.RESTARTING
                        || draft.state == JobState.PENDING;
        boolean elsewhere = Deployed.startsElsewhere(plan.deployed().target(), plan.job());
        if (isChosen && draft.restore != null && !elsewhere) {
            return new Restore(Optional.of(draft.restore), Optional.empty());
        }
        if (before == JobState.NONE) {
            return new Restore(Optional.of(Restore.first(cluster)), Optional.empty());
        }
        boolean isKnownEmpty =
                checkpoints().filter(it -> it.completed() == 0 && hasSettled()).isPresent();
        return Restore.after(
                plan.deployed().target(),
                draft.status(),
                isKnownEmpty,
                savepoints.inProgress(),
                plan.control().wants(Control.START_EMPTY));
    }

    /** Flink's statistics of checkpoints are up to 3 s old. */
    private boolean hasSettled() {
        return flinkJob.flatMap(FlinkJob::endTime)
                .filter(
                        end ->
                                seen.flink() instanceof FlinkView.Reachable up
                                        && up.asOf().isAfter(end.plus(STATISTICS_AGE)))
                .isPresent();
    }

    private Facts facts(Facts.Job job) {
        boolean settling = job == Facts.Job.FINISHED && savepoints.isStopping();
        boolean isOurs = draft.stopReason != null;
        return new Facts(
                settling ? Facts.Job.UNSURE : job,
                submitterState(),
                cluster.isApplication(),
                plan.wish(),
                isOurs && (job == Facts.Job.CANCELED || Boolean.TRUE.equals(draft.finalSavepoint)),
                resumes(),
                isRestartable(),
                isRestartDue(),
                restore.status().isPresent(),
                plan.isGivenUp(),
                plan.podsStay(),
                Facts.canTakeJob(cluster, seen, plan.components()),
                plan.components().jobManager().isPresent() || plan.components().anyJobManagerPod(),
                plan.components().anyWorkload());
    }

    /** A start from what Flink had reported, because of searches that failed, is one of these. */
    private Submitter.State submitterState() {
        boolean isOfSearch =
                submitter.couldNotSearch() || (failedSearches() > 0 && !draft.restore.searches());
        return isOfSearch && submitter.state() == Submitter.State.FAILED
                ? Submitter.State.UNSEARCHED
                : submitter.state();
    }

    /** How often in a row the state to start from could not be looked for. */
    int failedSearches() {
        return Optional.ofNullable(draft.restore).map(RestoreStatus::failedSearches).orElse(0);
    }

    private boolean resumes() {
        boolean byWord =
                plan.control().wants(Control.RESUME)
                        || (plan.control().wants(Control.START_EMPTY) && before.isOver());
        boolean byField =
                before == JobState.SUSPENDED
                        || (before == JobState.CANCELLED
                                && Plan.CANCEL_REQUESTED.equals(draft.stopReason));
        return byWord || byField;
    }

    private boolean isRestartable() {
        RestartBackoff backoff = spec().restartBackoff();
        int count = Optional.ofNullable(draft.restartCount).orElse(0);
        return spec().restartPolicy() == RestartPolicy.FromSavepointOnFailure
                && !plan.isGivenUp()
                && (ranLongEnough()
                        || backoff.maxRestarts() == null
                        || count < backoff.maxRestarts());
    }

    private boolean ranLongEnough() {
        Optional<Instant> start = Status.time(draft.startTime);
        Instant end = Status.time(draft.completionTime).orElse(seen.now());
        return start.filter(
                        it ->
                                Duration.between(it, end).toSeconds()
                                        >= spec().restartBackoff().resetAfterSeconds())
                .isPresent();
    }

    private boolean isRestartDue() {
        return Status.time(draft.restartTime).map(time -> !time.isAfter(seen.now())).orElse(true);
    }

    private JobSpec spec() {
        return cluster.job().orElseThrow();
    }

    private void apply() {
        draft.state = after;
        if (before != after) {
            enter();
        }
        noteFlink();
        draft.completionTime = after.isOver() ? completionTime() : draft.completionTime;
        draft.failureReasons = failureReasons();
        savepoints.disposal().filter(it -> keepsJobManager()).ifPresent(actions::add);
        if (after == JobState.RUNNING) {
            draft.completionTime = null;
            steer();
        }
    }

    private void enter() {
        switch (after) {
            case UPDATING -> draft.restore = restore.status().orElse(null);
            case RESTARTING -> restart();
            case PENDING -> pend();
            case DEPLOYING -> deploy();
            case SUSPENDED, CANCELLED -> {
                if (before != JobState.RUNNING && before != JobState.LOST) {
                    draft.stopReason = plan.stopReason();
                }
            }
            default -> {
                // What Flink and Kubernetes say of it is noted anyway.
            }
        }
    }

    private void restart() {
        if (row.filter(it -> it.reason().equals(JobTransitions.SEARCH_FAILED)).isPresent()) {
            int failed = failedSearches();
            draft.restore = draft.restore.withFailedSearches(failed + 1);
            draft.restartTime = Status.text(seen.now().plusSeconds(pause(failed)));
            return;
        }
        draft.restore = restore.status().orElse(null);
        int count = ranLongEnough() ? 0 : Optional.ofNullable(draft.restartCount).orElse(0);
        draft.restartCount = count + 1;
        // The time that a new JobManager took to start is a pause already.
        Instant ended = newJobManagerWithoutJob().map(JobManagerStart::time).orElse(seen.now());
        draft.restartTime = Status.text(ended.plusSeconds(pause(count)));
    }

    /**
     * The JobManager that started after the job: no run was alive after its start, if it has none.
     */
    private Optional<JobManagerStart> newJobManager() {
        Optional<Instant> begun = Status.time(draft.startTime);
        return JobManagerStart.newest(seen.pods())
                .filter(it -> begun.filter(it.time()::isAfter).isPresent());
    }

    private Optional<JobManagerStart> newJobManagerWithoutJob() {
        return newJobManager().filter(it -> facts.job() == Facts.Job.ABSENT);
    }

    /** What a new JobManager that has not the job took to come up. */
    List<OperationStep> comingUp() {
        return newJobManagerWithoutJob().map(it -> it.steps(seen.now())).orElse(List.of());
    }

    private long pause(int restarts) {
        RestartBackoff backoff = spec().restartBackoff();
        long pause = (long) backoff.initialSeconds() << Math.min(restarts, 20);
        return Math.min(pause, backoff.maxSeconds());
    }

    private void pend() {
        if (before == JobState.NONE) {
            draft.restore = restore.status().orElse(null);
            draft.savepointGeneration = Optional.ofNullable(spec().savepointGeneration()).orElse(0);
            return;
        }
        draft.restore = restore.status().orElse(null);
        draft.attempt++;
        draft.restartCount = before == JobState.RESTARTING ? draft.restartCount : null;
        String requested = draft.requestedSavepoint;
        draft.beginAnotherRun();
        draft.requestedSavepoint = requested;
    }

    private void deploy() {
        draft.id = jobId;
        draft.submitterName = Jobs.name(cluster);
        draft.deployTime = Status.text(seen.now());
        if (draft.restore == null) {
            draft.restore = restore.status().orElse(null);
        }
        draft.fromSavepoint =
                Optional.ofNullable(draft.restore)
                        .map(
                                it ->
                                        it.checkpoints().isEmpty()
                                                ? it.path()
                                                : newestOf(it.checkpoints()))
                        .orElse(null);
        draft.requestedSavepoint =
                Optional.ofNullable(spec().fromSavepoint())
                        .filter(path -> !path.isBlank())
                        .orElse(draft.requestedSavepoint);
        draft.stopReason = null;
    }

    private static String newestOf(List<String> folders) {
        String last = folders.get(folders.size() - 1);
        return last.endsWith("*")
                ? "newest of the checkpoints and " + last
                : "newest checkpoint in " + last;
    }

    private void noteFlink() {
        flinkJob.filter(it -> after != JobState.PENDING)
                .ifPresent(
                        it -> {
                            draft.id = jobId;
                            draft.submitterName = Jobs.name(cluster);
                            draft.name = it.name();
                            draft.startTime = Status.text(it.startTime());
                        });
    }

    /** Why the program failed after its job had come to Flink. */
    Optional<String> programFailure() {
        boolean isSubmitted = after == JobState.RUNNING || after == JobState.SUCCEEDED;
        boolean endsBeforeItsJob =
                cluster.job().filter(job -> job.mode() == JobMode.Detached).isPresent();
        return submitter
                .failure()
                .filter(why -> isSubmitted)
                .filter(
                        why ->
                                SeveralJobs.isToldIn(why)
                                        || (endsBeforeItsJob
                                                && why.matches("(?s).*exit code 1\\)?")));
    }

    private String completionTime() {
        boolean endsWithSubmitter = cluster.isApplication() || before == JobState.DEPLOYING;
        return Optional.ofNullable(draft.completionTime)
                .or(() -> submitter.endTime().filter(it -> endsWithSubmitter).map(Status::text))
                .or(
                        () ->
                                newJobManager()
                                        .filter(it -> after == JobState.LOST)
                                        .map(it -> Status.text(it.time())))
                .orElseGet(() -> before.isOver() ? null : Status.text(seen.now()));
    }

    private List<String> failureReasons() {
        if (after == JobState.RUNNING || after == JobState.SUCCEEDED || after == JobState.PENDING) {
            return List.of();
        }
        if (!draft.failureReasons.isEmpty()) {
            return draft.failureReasons;
        }
        Optional<String> why =
                flinkJob.flatMap(FlinkJob::failure)
                        .or(submitter::failure)
                        .or(
                                () ->
                                        after == JobState.LOST
                                                ? Optional.of(
                                                        "the JobManager no longer knows the job")
                                                : Optional.empty());
        return why.map(it -> Stream.concat(Stream.of(it), badEnd().stream()).toList())
                .orElse(List.of());
    }

    /** A container that was killed for want of memory, say, in the time of the run. */
    private Optional<String> badEnd() {
        List<Pod> pods =
                seen.pods().stream()
                        .filter(pod -> Components.label(pod, Names.JOB_ID) == null)
                        .toList();
        return Status.time(draft.startTime).flatMap(start -> PodTrouble.newestEnd(pods, start));
    }

    /** Has a running job stopped, or a savepoint taken of it, if that is wanted. */
    private void steer() {
        if (plan.control().wants(Control.ABORT) && plan.wish() == Wish.RUN) {
            savepoints.abort();
        }
        if (plan.wish().stops()) {
            stop = Optional.of(howToStop());
            stop(stop.get());
        } else {
            boolean isOnItsWay =
                    savepoints.isStopping()
                            || flinkJob.filter(it -> it.state() == FlinkJobState.CANCELLING)
                                    .isPresent();
            draft.stopReason = isOnItsWay ? draft.stopReason : null;
            takeSavepoint();
        }
        savepoints.action().ifPresent(actions::add);
    }

    private Stop howToStop() {
        boolean goesAnyway =
                plan.wish() == Wish.DELETE
                        && (cluster.savepointFolder().isEmpty() || !spec().savepointOnDeletion());
        if (goesAnyway) {
            return Stop.waits("NotWanted", "The job ends with its pods.");
        }
        if (plan.wish() != Wish.UPDATE) {
            return plan.wish() != Wish.DELETE && hasNothingToSave()
                    ? Stop.CANCEL
                    : Stop.forGood(
                            cluster,
                            checkpoints(),
                            savepoints.failures(plan.wish().reason()),
                            plan.wish());
        }
        return plan.obstacle().orElseGet(this::howToStopForUpdate);
    }

    /** Once it is known that what comes after it can start. */
    Stop howToStopForUpdate() {
        // A run that never proved itself may be unable to take a savepoint; it has what came
        // before.
        boolean isBroken =
                plan.isUnproven()
                        && (plan.rollsBack()
                                || savepoints.failures(plan.wish().reason()) > 0
                                || flinkJob.filter(it -> it.state() != FlinkJobState.RUNNING)
                                        .isPresent());
        if ((isBroken || hasNothingToSave()) && restore.status().isPresent()) {
            return Stop.CANCEL;
        }
        Stop how = Stop.forUpdate(cluster, draft, checkpoints(), seen.now());
        boolean mayLose = plan.control().wants(Control.START_EMPTY);
        return mayLose && how.kind() == Stop.Kind.WAIT ? Stop.CANCEL : how;
    }

    /**
     * Whether no savepoint can be taken and none is missed: no task runs, and what Flink would
     * start them from is what this run began with. By statistics from after Flink has refused one.
     */
    boolean hasNothingToSave() {
        Instant refused =
                savepoints.failures(plan.wish().reason()) == 0 || savepoints.inProgress()
                        ? seen.now()
                        : Status.time(savepoints.latest().triggerTime()).orElse(seen.now());
        return seen.flink() instanceof FlinkView.Reachable up
                && up.asOf().isAfter(refused.plus(STATISTICS_AGE))
                && noTaskRuns()
                && checkpoints().filter(it -> it.completed() == 0).isPresent();
    }

    private void stop(Stop how) {
        if (how.kind() == Stop.Kind.WAIT) {
            return;
        }
        draft.stopReason = plan.stopReason();
        boolean isSaved = Boolean.TRUE.equals(draft.finalSavepoint);
        if (how.kind() == Stop.Kind.WITH_SAVEPOINT && !isSaved) {
            savepoints.begin(plan.wish().reason());
        } else if (!isBeingSaved() && facts.job() == Facts.Job.ACTIVE) {
            // Either without a savepoint, or Flink takes savepoint and cancellation one by one.
            actions.add(new Action.CancelJob(jobId));
        }
    }

    /** A cancellation would end the savepoint, too; a deletion does not wait for one. */
    private boolean isBeingSaved() {
        return savepoints.isStopping() || (savepoints.inProgress() && plan.wish() != Wish.DELETE);
    }

    private void takeSavepoint() {
        if (startsTasks()) {
            return;
        }
        int generation = Optional.ofNullable(spec().savepointGeneration()).orElse(0);
        int done = Optional.ofNullable(draft.savepointGeneration).orElse(0);
        boolean canSave = cluster.savepointFolder().isPresent();
        if (generation > done && canSave && !savepoints.inProgress()) {
            savepoints.begin(Savepoints.REQUESTED);
            draft.savepointGeneration =
                    savepoints.inProgress()
                            ? Integer.valueOf(generation)
                            : draft.savepointGeneration;
        } else if ((wantsOneByWord() || savepoints.retriesRequest()) && canSave) {
            savepoints.begin(Savepoints.REQUESTED);
        } else if (savepoints.due().filter(time -> !time.isAfter(seen.now())).isPresent()) {
            savepoints.begin(Savepoints.SCHEDULED);
        }
    }

    private boolean startsTasks() {
        return flinkJob.filter(it -> it.tasks() != FlinkTasks.ALL_RUN)
                .filter(it -> seen.now().isBefore(it.startTime().plus(TASKS_START)))
                .isPresent();
    }

    /** Asked for by annotation, and not taken since. */
    private boolean wantsOneByWord() {
        return plan.control().wants(Control.SAVEPOINT)
                && wordOutcome.isEmpty()
                && !savepoints.inProgress();
    }

    /** How the savepoint of the annotation ended; empty while it goes on. */
    private Optional<String> savepointOutcome() {
        if (!plan.control().underWay()) {
            // What has ended by now was not begun for a word that is read for the first time.
            return Optional.empty();
        }
        var latest = savepoints.latest();
        Instant since = plan.control().since().minusSeconds(1);
        boolean isOfIt =
                latest != null
                        && Savepoints.REQUESTED.equals(latest.triggerReason())
                        && Objects.equals(latest.jobID(), jobId)
                        && Status.time(latest.triggerTime())
                                .filter(time -> time.isAfter(since))
                                .isPresent();
        if (isOfIt && Savepoints.SUCCEEDED.equals(latest.state())) {
            return Optional.of("");
        }
        return isOfIt && savepoints.failures(Savepoints.REQUESTED) >= Savepoints.ATTEMPTS
                ? Optional.of(latest.message())
                : Optional.empty();
    }

    /** How the word of the annotation ended: empty while it goes on, blank for success. */
    Optional<String> controlOutcome(String word) {
        return switch (word) {
            case Control.SAVEPOINT -> {
                if (cluster.savepointFolder().isEmpty()) {
                    yield Optional.of("job.savepointsDir is missing; set it");
                }
                // A job on its way is waited for, unless the word has been replaced by another.
                boolean comesTooEarly = after.isOver() || !plan.control().isThere();
                yield after != JobState.RUNNING && comesTooEarly
                        ? Optional.of("the job is " + after.word() + ", not Running")
                        : wordOutcome;
            }
            case Control.CANCEL -> cancelOutcome();
            case Control.RESUME ->
                    after.isOver()
                            ? restore.obstacle().or(() -> Optional.ofNullable(notToRun()))
                            : Optional.of("");
            case Control.START_EMPTY -> startEmptyOutcome();
            case Control.ABORT -> abortOutcome();
            default -> Optional.of("");
        };
    }

    /** A job that is over, or runs on only because an update would lose its state. */
    private Optional<String> startEmptyOutcome() {
        if (after.isOver() || (after == JobState.RUNNING && plan.wish() == Wish.UPDATE)) {
            return Optional.ofNullable(notToRun());
        }
        return Optional.of(
                before == JobState.RUNNING && after == JobState.RUNNING
                        ? "the job runs, and nothing is to start"
                        : "");
    }

    private Optional<String> abortOutcome() {
        if (plan.abortsStart() && after != JobState.RUNNING) {
            return after.isOver() ? Optional.of("") : Optional.empty();
        }
        String name =
                Optional.ofNullable(plan.recorded().operation())
                        .map(OperationStatus::name)
                        .orElse("");
        return Optional.of(
                switch (plan.wish()) {
                    case DELETE, CANCEL, SUSPEND -> notToRun();
                    case UPDATE -> "";
                    case RUN ->
                            switch (name) {
                                case JobOperation.ROLL_BACK ->
                                        "a rollback is not aborted; change the spec instead";
                                case JobOperation.RESTART, JobOperation.RESUME ->
                                        "the job has started; cancel it with job-cancel";
                                case JobOperation.UPDATE,
                                        JobOperation.SAVEPOINT,
                                        JobOperation.CANCEL ->
                                        "";
                                default -> "nothing is under way that could be aborted";
                            };
                });
    }

    private String notToRun() {
        return switch (plan.wish()) {
            case DELETE -> "the FlinkCluster is being deleted";
            case CANCEL, SUSPEND ->
                    "the spec says that it is not to run: suspend, or job.cancelRequested";
            case UPDATE, RUN -> null;
        };
    }

    private Optional<String> cancelOutcome() {
        if (after.isOver()) {
            return Optional.of("");
        }
        String reason = Wish.CANCEL.reason();
        boolean isHopeless =
                savepoints.failures(reason) >= Savepoints.ATTEMPTS
                        && stop.filter(it -> it.kind() == Stop.Kind.CANCEL).isEmpty()
                        && !savepoints.inProgress();
        return isHopeless
                ? Optional.of(
                        "no savepoint could be taken, and the job runs on: "
                                + savepoints.latest().message())
                : Optional.empty();
    }

    JobState before() {
        return before;
    }

    JobState after() {
        return after;
    }

    Optional<JobTransitions.Row> row() {
        return row;
    }

    Facts facts() {
        return facts;
    }

    String jobId() {
        return jobId;
    }

    JobStatus status() {
        return draft.status();
    }

    Savepoints savepoints() {
        return savepoints;
    }

    Restore restore() {
        return restore;
    }

    Optional<Stop> howItStops() {
        return stop;
    }

    List<Action> actions() {
        return actions;
    }

    Optional<Checkpoints> checkpoints() {
        return details.flatMap(JobDetails::checkpoints);
    }

    boolean hasJustSucceeded() {
        return after == JobState.SUCCEEDED && before != after;
    }

    /** Whether the job has proven that its revision works. */
    boolean isProven() {
        if (after == JobState.SUCCEEDED) {
            return true;
        }
        boolean runs =
                flinkJob.filter(it -> it.state() == FlinkJobState.RUNNING).isPresent()
                        && !noTaskRuns();
        boolean saves = checkpoints().filter(it -> !it.enabled() || it.completed() > 0).isPresent();
        boolean isCalm =
                details.flatMap(JobDetails::restarts).map(count -> count == 0).orElse(true);
        return after == JobState.RUNNING && runs && saves && isCalm;
    }

    /** Whether Flink has the job, but runs none of its tasks. */
    boolean runsNoTask() {
        return after == JobState.RUNNING && noTaskRuns();
    }

    private boolean noTaskRuns() {
        return flinkJob.filter(it -> it.tasks() == FlinkTasks.NONE_RUN).isPresent();
    }

    /** Whether it will soon be known what a failed job can be restarted from. */
    boolean waitsForStatistics() {
        return (after == JobState.FAILED || after == JobState.CANCELLED)
                && restore.obstacle().isPresent()
                && checkpoints().isPresent()
                && !hasSettled();
    }

    /** What to ask about the job the next time. */
    Optional<Question> question() {
        return draft.id == null
                ? Optional.empty()
                : Optional.of(
                        new Question(
                                draft.id,
                                savepoints.question(),
                                savepoints.disposalQuestion(),
                                plan.isUnproven()));
    }

    /** Whether what brought the job in has done so, and only other containers keep its pod. */
    boolean isLeftOver() {
        // A JobManager that has ended shows that until the next run: its last answer may say more.
        boolean isWitness = cluster.isApplication() && after == JobState.RESTARTING;
        return submitter.lingers()
                && !isWitness
                && after != JobState.PENDING
                && after != JobState.DEPLOYING;
    }

    /** Whether the Kubernetes Job that would bring the job in goes before it has begun to. */
    boolean isWithdrawn() {
        return after == JobState.DEPLOYING
                && plan.wish().stops()
                && facts.submitter() == Submitter.State.STARTING;
    }

    /** Whether the Kubernetes Job that brings the job in has to be created, or created again. */
    boolean mustSubmit() {
        return after == JobState.DEPLOYING
                && plan.wish() == Wish.RUN
                && facts.submitter() == Submitter.State.NONE
                && (facts.isApplication() ? !facts.otherJobManager() : facts.canTakeJob());
    }
}
