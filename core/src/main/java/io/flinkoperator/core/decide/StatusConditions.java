package io.flinkoperator.core.decide;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.OperationRecord;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.api.SavepointStatus;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.spec.FlinkVersion;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.ValidCluster;
import io.flinkoperator.core.spec.Vulnerabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conditions of a valid cluster. */
record StatusConditions(
        Round round,
        OperationStatus operation,
        List<OperationRecord> history,
        List<ForeignChange> foreign) {

    static final String READY = "Ready";
    static final String PROGRESSING = "Progressing";
    static final String DEGRADED = "Degraded";
    static final String JOB_RUNNING = "JobRunning";
    static final String UPGRADE_BLOCKED = "UpgradeBlocked";
    static final String STATE_SAFE = "StateSafe";
    static final String SPEC_WARNING = "SpecWarning";

    /** What kstatus, and with it Flux, takes for a failure; there only while it is true. */
    static final String STALLED = "Stalled";

    /** Somebody else keeps what the operator wants otherwise; there only while it is true. */
    static final String OVERRIDDEN = "Overridden";

    private static final String NO_TASK_RUNS = "NoTaskRuns";
    private static final String NONE_OF_ITS_TASKS =
            "Flink has the job, but runs none of its tasks: they wait for slots, or it restarts.";

    private Observation seen() {
        return round.plan().seen();
    }

    private Components components() {
        return round.plan().components();
    }

    private ValidCluster cluster() {
        return round.cluster();
    }

    private FlinkClusterStatus recorded() {
        return round.plan().recorded();
    }

    private Optional<JobRound> job() {
        return round.job();
    }

    List<Condition> all() {
        Conditions conditions =
                new Conditions(
                        recorded().conditions(),
                        seen().cluster().getMetadata().getGeneration(),
                        seen().now());
        ready(conditions);
        conditions.set(
                PROGRESSING,
                operation != null,
                operation == null ? "Idle" : operation.name(),
                operation == null
                        ? "Nothing is under way."
                        : "Under way: " + operation.name() + ".");
        Optional<Registration> missing = Registration.missing(round);
        missing.ifPresent(it -> it.note(conditions));
        degraded(conditions, missing);
        job().ifPresent(
                        it -> {
                            jobRunning(conditions, it);
                            stateSafe(conditions, it);
                        });
        upgradeBlocked(conditions);
        specWarning(conditions);
        overridden(conditions);
        stalled(conditions);
        return conditions.all();
    }

    /** What was said of fields that somebody else keeps. */
    static String overridden(List<Condition> recorded) {
        return Conditions.find(recorded, OVERRIDDEN).map(Condition::getMessage).orElse("");
    }

    private void overridden(Conditions conditions) {
        if (foreign.isEmpty()) {
            return;
        }
        List<ForeignChange> lasting = foreign.stream().filter(ForeignChange::isLasting).toList();
        if (!lasting.isEmpty()) {
            conditions.set(
                    OVERRIDDEN,
                    true,
                    "ChangedByOthers",
                    lasting.stream().map(ForeignChange::sentence).collect(Collectors.joining(" ")));
        }
    }

    /** What is still awaited, each as a few words. */
    static List<String> awaited(Components all, FlinkView flink) {
        List<String> awaited = new ArrayList<>();
        if (!all.serviceIsReady()) {
            awaited.add("the JobManager's Service");
        }
        if (!all.jobManagerIsReady()) {
            awaited.add("the JobManager");
        }
        if (!all.taskManagersAreReady()) {
            awaited.add("the TaskManagers");
        }
        if (awaited.isEmpty() && flink instanceof FlinkView.Unreachable down) {
            awaited.add("Flink's REST API (" + down.reason() + ")");
        } else if (awaited.isEmpty() && flink instanceof FlinkView.NotAsked) {
            awaited.add("Flink's REST API");
        } else if (awaited.isEmpty()) {
            Registration.awaited(all, flink).ifPresent(awaited::add);
        }
        return awaited;
    }

    private void ready(Conditions conditions) {
        JobState state = job().map(JobRound::after).orElse(JobState.NONE);
        List<String> awaited = awaited(components(), seen().flink());
        if (state.isOver()) {
            boolean isAsWanted = !hasFailed(state) && lackOfState().isEmpty();
            conditions.set(READY, isAsWanted, "Job" + state.word(), over(state));
        } else if (!awaited.isEmpty()) {
            conditions.set(
                    READY,
                    false,
                    "ComponentsNotReady",
                    "Waits for " + String.join(", ", awaited) + ".");
        } else if (job().isPresent() && state != JobState.RUNNING) {
            conditions.set(READY, false, "Job" + state.word(), "The job is not running yet.");
        } else if (job().filter(JobRound::runsNoTask).isPresent()) {
            conditions.set(READY, false, NO_TASK_RUNS, NONE_OF_ITS_TASKS);
        } else {
            conditions.set(
                    READY,
                    true,
                    job().isPresent() ? "JobRunning" : "ClusterReady",
                    job().isPresent()
                            ? "The job is running and all components are ready."
                            : "All components are ready; jobs can be submitted.");
        }
    }

    /** Whether nothing comes of it any more unless somebody does something. */
    private static boolean hasFailed(JobState state) {
        return state == JobState.FAILED || state == JobState.LOST;
    }

    private void stalled(Conditions conditions) {
        job().map(JobRound::after)
                .filter(StatusConditions::hasFailed)
                .ifPresent(
                        state -> conditions.set(STALLED, true, "Job" + state.word(), over(state)));
    }

    private void degraded(Conditions conditions, Optional<Registration> missing) {
        JobState state = job().map(JobRound::after).orElse(JobState.NONE);
        Optional<PodTrouble> trouble =
                round.phase() == Phase.WHOLE || round.phase() == Phase.FROZEN
                        ? PodTrouble.first(seen())
                        : Optional.empty();
        Optional<String> failingCheckpoints = job().flatMap(FailingCheckpoints::sentence);
        if (state != JobState.RUNNING && !state.isOver() && failedSearches() > 0) {
            conditions.set(DEGRADED, true, JobTransitions.SEARCH_FAILED, searchFailed());
        } else if (state == JobState.RESTARTING) {
            JobStatus status = job().orElseThrow().status();
            conditions.set(
                    DEGRADED,
                    true,
                    "JobRestarting",
                    "Restart "
                            + status.restartCount()
                            + " is due at "
                            + status.restartTime()
                            + ", since the job failed: "
                            + String.join("; ", status.failureReasons()));
        } else if (hasFailed(state)) {
            conditions.set(DEGRADED, true, "Job" + state.word(), over(state));
        } else if (seen().failure().isPresent()) {
            conditions.set(DEGRADED, true, "ActionFailed", seen().failure().get());
        } else if (job().flatMap(JobRound::programFailure).isPresent()) {
            conditions.set(
                    DEGRADED,
                    true,
                    "ProgramFailed",
                    SeveralJobs.sentence(state, job().get().programFailure().get()));
        } else if (trouble.isPresent()) {
            conditions.set(DEGRADED, true, trouble.get().reason(), trouble.get().message());
        } else if (missing.filter(it -> it.isOverdue(round)).isPresent()) {
            conditions.set(
                    DEGRADED, true, Registration.REASON, missing.get().withCauses(cluster()));
        } else if (failingCheckpoints.isPresent()) {
            conditions.set(DEGRADED, true, FailingCheckpoints.REASON, failingCheckpoints.get());
        } else if (isOverdue()) {
            conditions.set(
                    DEGRADED,
                    true,
                    operation.name() + "Overdue",
                    operation.name()
                            + " should have ended by "
                            + operation.deadline()
                            + "; it waits for "
                            + awaitedNow()
                            + ".");
        } else {
            conditions.set(DEGRADED, false, "AsExpected", "Nothing is wrong.");
        }
    }

    private int failedSearches() {
        return job().map(JobRound::failedSearches).orElse(0);
    }

    private String searchFailed() {
        JobStatus status = job().orElseThrow().status();
        RestoreStatus restore = status.restore();
        String why =
                status.failureReasons().isEmpty()
                        ? ""
                        : ": " + String.join("; ", status.failureReasons());
        String next =
                restore.searches()
                        ? "It is looked for again"
                        : "The job is started from "
                                + restore.path()
                                + since(restore)
                                + ", the newest that Flink has reported";
        return "The state to start from could not be looked for, "
                + restore.failedSearches()
                + " times in a row"
                + why
                + ". "
                + next
                + (status.restartTime() == null ? "." : " at " + status.restartTime() + ".");
    }

    private static String since(RestoreStatus restore) {
        return restore.time() == null ? "" : " of " + restore.time();
    }

    private String awaitedNow() {
        List<String> awaited = awaited(components(), seen().flink());
        return awaited.isEmpty() && operation.step() != null
                ? "step " + operation.step()
                : String.join(", ", awaited);
    }

    private boolean isOverdue() {
        return Optional.ofNullable(operation)
                .map(OperationStatus::deadline)
                .flatMap(Status::time)
                .filter(deadline -> deadline.isBefore(seen().now()))
                .isPresent();
    }

    private void jobRunning(Conditions conditions, JobRound round) {
        JobState state = round.after();
        if (state == JobState.RUNNING && round.facts().job() == Facts.Job.UNREACHABLE) {
            conditions.set(
                    JOB_RUNNING,
                    "Unknown",
                    "JobManagerUnreachable",
                    "The job ran when it was last seen, but the JobManager does not answer.");
        } else if (round.runsNoTask()) {
            conditions.set(JOB_RUNNING, false, NO_TASK_RUNS, NONE_OF_ITS_TASKS);
        } else {
            conditions.set(
                    JOB_RUNNING,
                    state == JobState.RUNNING,
                    "Job" + state.word(),
                    state.isOver() ? over(state) : "The job is " + state.word() + ".");
        }
    }

    private String over(JobState state) {
        List<String> reasons =
                job().map(round -> round.status().failureReasons()).orElse(List.of());
        return reasons.isEmpty() || state == JobState.SUCCEEDED
                ? "The job is " + state.word() + "."
                : "The job is " + state.word() + ": " + String.join("; ", reasons);
    }

    /** What a restart now would start from, and how old that is. */
    private void stateSafe(Conditions conditions, JobRound it) {
        JobStatus status = it.status();
        Optional<String> obstacle = it.restore().obstacle();
        boolean isEmpty = it.restore().status().filter(StatusConditions::isNothing).isPresent();
        if (obstacle.isPresent() && it.after() != JobState.RUNNING) {
            conditions.set(STATE_SAFE, false, "StateUnavailable", obstacle.get() + ".");
        } else if ("Off".equals(status.checkpointing()) && status.savepointLocation() == null) {
            conditions.set(
                    STATE_SAFE,
                    false,
                    "CheckpointingOff",
                    "A restart would begin anew: the job makes no checkpoints, and no savepoint is"
                            + " known.");
        } else if (Restore.isOfEarlierRun(status)) {
            conditions.set(
                    STATE_SAFE,
                    true,
                    "StartingState",
                    "A restart would begin with the newest state of the run before; that of "
                            + status.restore().time()
                            + " is "
                            + status.restore().path()
                            + ".");
        } else if (status.savepointTime() == null && status.checkpointTime() == null) {
            boolean hasPath = status.restore() != null && status.restore().path() != null;
            conditions.set(
                    STATE_SAFE,
                    hasPath,
                    hasPath ? "StartingState" : "NoStateYet",
                    hasPath
                            ? "A restart would begin where the job started, with "
                                    + status.restore().path()
                                    + "."
                            : isEmpty
                                    ? "A restart would begin anew: no checkpoint is completed yet."
                                    : "No savepoint is taken and no checkpoint is known yet.");
        } else {
            conditions.set(
                    STATE_SAFE,
                    true,
                    Restore.isCheckpoint(status) ? "Checkpoint" : "Savepoint",
                    state(status));
        }
    }

    private static boolean isNothing(RestoreStatus restore) {
        return restore.path() == null && restore.checkpoints().isEmpty();
    }

    private static String state(JobStatus status) {
        return Restore.isCheckpoint(status)
                ? "A restart would begin with the newest checkpoint; that of "
                        + status.checkpointTime()
                        + " is "
                        + status.checkpointLocation()
                        + "."
                : "A restart would begin with the savepoint of "
                        + status.savepointTime()
                        + ", "
                        + status.savepointLocation()
                        + (Boolean.TRUE.equals(status.finalSavepoint())
                                ? ", which the job was stopped with."
                                : ", or a newer checkpoint.");
    }

    private void upgradeBlocked(Conditions conditions) {
        Optional<Stop> waits =
                job().filter(it -> round.plan().wish() == Wish.UPDATE)
                        .flatMap(JobRound::howItStops)
                        .filter(it -> it.kind() == Stop.Kind.WAIT);
        if (round.heldBack().isPresent()) {
            conditions.set(
                    UPGRADE_BLOCKED,
                    true,
                    "JobsRunning",
                    "The spec has changed, but "
                            + round.heldBack().get()
                            + "; they would end with the pods. Stop them, or allow that with"
                            + " spec.interruptRunningJobs: true.");
        } else if (round.phase() == Phase.FROZEN) {
            conditions.set(
                    UPGRADE_BLOCKED,
                    true,
                    "RevisionUnknown",
                    "The spec has changed, but the ControllerRevision of what runs is gone; it is"
                            + " left as it is until the job is stopped for the new spec.");
        } else if (round.revision().instead().isPresent() || round.plan().rollsBack()) {
            conditions.set(UPGRADE_BLOCKED, true, "RevisionGivenUp", givenUp());
        } else if (waits.filter(it -> !it.reason().equals("Preflight")).isPresent()) {
            conditions.set(UPGRADE_BLOCKED, true, waits.get().reason(), waits.get().message());
        } else if (waits.isPresent() && isOverdue()) {
            conditions.set(UPGRADE_BLOCKED, true, waits.get().reason(), waits.get().message());
        } else if (lackOfState().isPresent()) {
            conditions.set(UPGRADE_BLOCKED, true, "StateUnavailable", lackOfState().get() + ".");
        } else if (isStuckStopping()) {
            conditions.set(
                    UPGRADE_BLOCKED,
                    true,
                    "NoSavepoint",
                    "The job could not be stopped with a savepoint by "
                            + operation.deadline()
                            + message(job().orElseThrow().savepoints().latest())
                            + "; it runs on, and it is tried again.");
        } else if (isRecorded(UPGRADE_BLOCKED)) {
            conditions.set(UPGRADE_BLOCKED, false, "AsExpected", "No change is held back.");
        }
    }

    private static String message(SavepointStatus latest) {
        return latest == null || latest.message() == null ? "" : " (" + latest.message() + ")";
    }

    /** Why a job that is over does not run with the changed spec. */
    private Optional<String> lackOfState() {
        return job().filter(it -> round.plan().wish() == Wish.UPDATE && it.after().isOver())
                .flatMap(it -> it.restore().obstacle());
    }

    private boolean isStuckStopping() {
        return round.plan().wish() == Wish.UPDATE
                && job().filter(it -> it.after() == JobState.RUNNING).isPresent()
                && isOverdue();
    }

    private String givenUp() {
        String asked = round.plan().deployed().asked().revision();
        String why =
                round.revision()
                        .why()
                        .or(
                                () ->
                                        Conditions.find(recorded().conditions(), UPGRADE_BLOCKED)
                                                .filter(
                                                        it ->
                                                                it.getReason()
                                                                        .equals("RevisionGivenUp"))
                                                .map(
                                                        it ->
                                                                it.getMessage()
                                                                        .replaceFirst(
                                                                                "(?s)^.*? was given up: ",
                                                                                "")
                                                                        .replaceFirst(
                                                                                "(?s) The cluster .*$",
                                                                                "")))
                        .orElse("it failed.");
        String instead =
                round.revision()
                        .instead()
                        .orElseGet(() -> round.plan().deployed().target().revision());
        return "Revision "
                + asked
                + " was given up: "
                + why
                + (why.endsWith(".") ? "" : ".")
                + " The cluster stays with "
                + instead
                + "; change the spec, or annotate the FlinkCluster with user-control:"
                + " retry-update.";
    }

    private void specWarning(Conditions conditions) {
        List<Problem> warnings = SpecWarnings.of(cluster());
        SpecWarnings.seen(cluster(), seen(), job().map(JobRound::jobId)).stream()
                .filter(it -> !warnings.contains(it))
                .forEach(warnings::add);
        warnings.addAll(Limits.warnings(cluster(), seen().pods()));
        otherVersion().ifPresent(warnings::add);
        String reason = warnings.isEmpty() ? "KnownVulnerability" : "WithoutEffect";
        vulnerability().ifPresent(warnings::add);
        if (!warnings.isEmpty()) {
            conditions.set(SPEC_WARNING, true, reason, Problem.message(warnings));
        } else if (isRecorded(SPEC_WARNING)) {
            conditions.set(SPEC_WARNING, false, "AsExpected", "Every field has an effect.");
        }
    }

    /** The version decides how the configuration is written. */
    private Optional<Problem> otherVersion() {
        if (!(seen().flink() instanceof FlinkView.Reachable up)) {
            return Optional.empty();
        }
        Optional<FlinkVersion> held = FlinkVersion.parse(up.version());
        return cluster()
                .flinkVersion()
                .filter(declared -> held.isPresent() && !held.equals(Optional.of(declared)))
                .map(
                        declared ->
                                new Problem(
                                        "spec.flinkVersion",
                                        quoted(declared)
                                                + " is declared, but the image holds "
                                                + up.version()
                                                + "; correct it, since the configuration is"
                                                + " written for it"));
    }

    private Optional<Problem> vulnerability() {
        return seen().flink() instanceof FlinkView.Reachable up
                ? Vulnerabilities.of(up.version())
                        .map(
                                known ->
                                        new Problem(
                                                "spec.image",
                                                "Flink "
                                                        + up.version()
                                                        + " has "
                                                        + known
                                                        + "; take a newer image"))
                : Optional.empty();
    }

    private boolean isRecorded(String type) {
        return Conditions.find(recorded().conditions(), type).isPresent();
    }
}
