package io.flinkoperator.core.decide;

import io.flinkoperator.api.OperationRecord;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.OperationStep;
import io.flinkoperator.api.RevisionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is being done to a job, step by step, and what was done. */
final class JobOperation {
    static final String UPDATE = "UpdateJob";
    static final String ROLL_BACK = "RollBackJob";
    static final String RESUME = "ResumeJob";
    static final String RESTART = "RestartJob";
    static final String CANCEL = "CancelJob";
    static final String SUSPEND = "SuspendJob";
    static final String DELETE = "DeleteCluster";
    static final String SAVEPOINT = "TakeSavepoint";
    private static final int LONGEST_HISTORY = 20;
    private static final int MOST_STEPS = 20;

    private static final String CHECK = "check that image, jar and state can be had";
    private static final String STOP = "stop the job";
    private static final String REPLACE = "remove the old pods";
    private static final String WAIT = "wait for the cluster";
    private static final String SUBMIT = "submit the job";
    private static final String PROVE = "see that the job runs and completes a checkpoint";
    private static final String PAUSE = "wait";

    private static final Map<String, List<String>> STEPS =
            Map.of(
                    UPDATE, List.of(CHECK, STOP, REPLACE, WAIT, SUBMIT, PROVE),
                    ROLL_BACK, List.of(STOP, REPLACE, WAIT, SUBMIT, PROVE),
                    RESUME, List.of(REPLACE, WAIT, SUBMIT),
                    RESTART, List.of(PAUSE, WAIT, SUBMIT),
                    CANCEL, List.of(STOP),
                    SUSPEND, List.of(STOP, REPLACE),
                    DELETE, List.of(STOP),
                    SAVEPOINT, List.of("take a savepoint"));

    private static final Set<String> STARTS = Set.of(UPDATE, ROLL_BACK, RESUME, RESTART);

    private JobOperation() {}

    /** Whether a job that was over is being started again. */
    static boolean isStart(OperationStatus operation) {
        return operation != null && List.of(RESUME, RESTART).contains(operation.name());
    }

    /** What is being done; empty if nothing is that changes the job. */
    static Optional<OperationStatus> of(Plan plan, JobRound job, boolean proven) {
        return name(plan, job, proven).map(name -> status(name, plan, job));
    }

    private static Optional<String> name(Plan plan, JobRound job, boolean proven) {
        Optional<String> before =
                Optional.ofNullable(plan.recorded().operation())
                        .map(OperationStatus::name)
                        .filter(STEPS::containsKey);
        Optional<String> update = Optional.of(plan.rollsBack() ? ROLL_BACK : UPDATE);
        return switch (job.after()) {
            case RUNNING -> running(plan, job, before, update, proven);
            case UPDATING ->
                    switch (job.row().map(JobTransitions.Row::reason).orElse("")) {
                        case "JobResumed" -> Optional.of(RESUME);
                        case "SpecChanged", "RevisionGivenUp" -> update;
                        default ->
                                plan.wish() == Wish.UPDATE
                                        ? update
                                        : before.or(() -> Optional.of(RESUME));
                    };
            case PENDING, DEPLOYING -> before.filter(STARTS::contains);
            case RESTARTING ->
                    before.filter(it -> job.failedSearches() > 0 && STARTS.contains(it))
                            .or(() -> Optional.of(RESTART));
            case SUSPENDED ->
                    before.filter(SUSPEND::equals).filter(it -> plan.components().anyWorkload());
            default -> Optional.empty();
        };
    }

    private static Optional<String> running(
            Plan plan,
            JobRound job,
            Optional<String> before,
            Optional<String> update,
            boolean proven) {
        return switch (plan.wish()) {
            case DELETE -> Optional.of(DELETE);
            case CANCEL -> Optional.of(CANCEL);
            case SUSPEND -> Optional.of(SUSPEND);
            case UPDATE ->
                    job.howItStops()
                            .filter(it -> it.kind() != Stop.Kind.WAIT || isPreflight(it))
                            .flatMap(it -> update);
            case RUN ->
                    before.filter(it -> List.of(UPDATE, ROLL_BACK).contains(it))
                            .filter(it -> !proven && plan.isUnproven())
                            .or(
                                    () ->
                                            job.savepoints().inProgress()
                                                    ? Optional.of(SAVEPOINT)
                                                    : Optional.empty());
        };
    }

    private static boolean isPreflight(Stop stop) {
        return "Preflight".equals(stop.reason());
    }

    private static OperationStatus status(String name, Plan plan, JobRound job) {
        OperationStatus before = plan.recorded().operation();
        boolean goesOn = before != null && name.equals(before.name()) && !isSuperseded(name, plan);
        Instant now = plan.seen().now();
        String start = goesOn && before.startTime() != null ? before.startTime() : Status.text(now);
        String step = step(name, plan, job);
        List<String> steps = STEPS.get(name);
        return new OperationStatus(
                name,
                goesOn && before.reason() != null ? before.reason() : reason(name, plan, job),
                (steps.indexOf(step) + 1) + " of " + steps.size() + ": " + step,
                start,
                Status.text(Status.time(start).orElse(now).plus(bound(name, plan))),
                steps(goesOn ? before.steps() : stepsBefore(name, job), step, now));
    }

    /** A newer spec takes the place of the one that was being deployed. */
    private static boolean isSuperseded(String name, Plan plan) {
        return UPDATE.equals(name)
                && plan.revision()
                        .map(RevisionStatus::nextRevision)
                        .filter(next -> !next.equals(plan.deployed().asked().revision()))
                        .isPresent();
    }

    private static String step(String name, Plan plan, JobRound job) {
        return switch (job.after()) {
            case RUNNING -> {
                if (name.equals(SAVEPOINT)) {
                    yield "take a savepoint";
                }
                if (plan.wish() == Wish.RUN) {
                    yield PROVE;
                }
                yield job.howItStops().filter(JobOperation::isPreflight).isPresent() ? CHECK : STOP;
            }
            case UPDATING, SUSPENDED -> REPLACE;
            case PENDING -> WAIT;
            case DEPLOYING -> SUBMIT;
            default -> name.equals(RESTART) ? PAUSE : WAIT;
        };
    }

    /** A lost JobManager has taken time before the loss of its job was noticed. */
    private static List<OperationStep> stepsBefore(String name, JobRound job) {
        return name.equals(RESTART) ? job.comingUp() : List.of();
    }

    /** The steps so far, each with what it took. */
    private static List<OperationStep> steps(List<OperationStep> before, String step, Instant now) {
        List<OperationStep> steps = new ArrayList<>(ended(before, now, step));
        boolean goesOn = !steps.isEmpty() && step.equals(steps.get(steps.size() - 1).name());
        if (!goesOn) {
            steps.add(new OperationStep(step, Status.text(now), null));
        }
        return steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size());
    }

    /** The steps when the last one has ended, unless it is the one that goes on. */
    private static List<OperationStep> ended(
            List<OperationStep> steps, Instant now, String goesOn) {
        return steps.stream()
                .map(
                        it ->
                                it.durationSeconds() != null || it.name().equals(goesOn)
                                        ? it
                                        : new OperationStep(
                                                it.name(),
                                                it.startTime(),
                                                seconds(it.startTime(), now)))
                .toList();
    }

    private static String reason(String name, Plan plan, JobRound job) {
        return switch (name) {
            case UPDATE -> "the spec was changed";
            case ROLL_BACK -> "revision " + plan.deployed().asked().revision() + " was given up";
            case RESTART ->
                    job.status().failureReasons().stream()
                            .findFirst()
                            .orElse("the job was " + job.before().word());
            case RESUME -> "the job is wanted again";
            case DELETE -> "the FlinkCluster is being deleted";
            case SAVEPOINT -> job.savepoints().latest().triggerReason();
            default -> plan.stopReason();
        };
    }

    private static Duration bound(String name, Plan plan) {
        var spec = plan.deployed().asked().job().orElseThrow();
        return switch (name) {
            case UPDATE, ROLL_BACK -> Duration.ofSeconds(spec.updateTimeoutSeconds());
            case DELETE -> Duration.ofSeconds(spec.deletionTimeoutSeconds());
            default -> Duration.ofMinutes(15);
        };
    }

    /** What was done, the newest first. */
    static List<OperationRecord> history(
            List<OperationRecord> before,
            OperationStatus ended,
            Optional<OperationStatus> next,
            Plan plan,
            JobRound job,
            Optional<String> givenUp) {
        boolean isOver =
                ended != null
                        && STEPS.containsKey(String.valueOf(ended.name()))
                        && !SAVEPOINT.equals(ended.name())
                        && (next.filter(it -> isSame(it, ended)).isEmpty()
                                || isSuperseded(ended.name(), plan));
        if (!isOver) {
            return before;
        }
        String outcome = outcome(ended.name(), plan, job, givenUp);
        Optional<RevisionStatus> revision = plan.revision();
        List<OperationRecord> history = new ArrayList<>();
        history.add(
                new OperationRecord(
                        ended.name(),
                        ended.reason(),
                        revision.map(RevisionStatus::stableRevision).orElse(null),
                        revision.map(RevisionStatus::currentRevision).orElse(null),
                        job.status().fromSavepoint(),
                        ended.startTime(),
                        seconds(ended.startTime(), plan.seen().now()),
                        outcome,
                        givenUp.or(() -> message(outcome, plan, job)).orElse(null),
                        ended(ended.steps(), plan.seen().now(), "")));
        history.addAll(before);
        return history.subList(0, Math.min(history.size(), LONGEST_HISTORY));
    }

    private static Optional<String> message(String outcome, Plan plan, JobRound job) {
        return switch (outcome) {
            case "Failed" -> job.status().failureReasons().stream().findFirst();
            case "Superseded" ->
                    switch (plan.wish()) {
                        case DELETE -> Optional.of("the FlinkCluster is being deleted");
                        case CANCEL -> Optional.of("the job is to be cancelled");
                        case SUSPEND -> Optional.of("the job is to be suspended");
                        case UPDATE, RUN -> Optional.empty();
                    };
            default -> Optional.empty();
        };
    }

    private static boolean isSame(OperationStatus one, OperationStatus other) {
        return Objects.equals(one.name(), other.name())
                && Objects.equals(one.startTime(), other.startTime());
    }

    private static long seconds(String since, Instant now) {
        return Status.time(since).map(start -> Duration.between(start, now).toSeconds()).orElse(0L);
    }

    private static String outcome(String name, Plan plan, JobRound job, Optional<String> givenUp) {
        if (plan.control().wants(Control.ABORT)) {
            return "Aborted";
        }
        if (givenUp.isPresent() || (plan.isGivenUp() && UPDATE.equals(name))) {
            return "Failed";
        }
        if (isSuperseded(name, plan)) {
            return "Superseded";
        }
        boolean ends = List.of(CANCEL, SUSPEND, DELETE).contains(name);
        if (!ends && plan.wish().stopsForGood() && job.after() != JobState.SUCCEEDED) {
            return "Superseded";
        }
        boolean isReached =
                ends
                        ? job.after().isOver()
                        : job.after() == JobState.RUNNING || job.after() == JobState.SUCCEEDED;
        if (isReached) {
            return "Succeeded";
        }
        return ends ? "Aborted" : "Failed";
    }
}
