package io.flinkoperator.core.decide;

import io.flinkoperator.api.CleanupAction;
import io.flinkoperator.api.CleanupPolicy;
import io.flinkoperator.api.JobSpec;
import java.time.Instant;
import java.util.Optional;

/** Which part of the cluster should be there. */
enum Phase {
    /** All of it. */
    WHOLE,
    /** All of it as it is: the spec has changed, but a running job may not be touched. */
    FROZEN,
    /** No pods; what is left of the previous revision goes. */
    REPLACING,
    /** No TaskManagers; the job is over. */
    WITHOUT_TASK_MANAGERS,
    /** Nothing; the job is over. */
    CLEANED_UP;

    static Phase of(Plan plan, Optional<JobRound> job, boolean isHeldBack) {
        if (job.isEmpty()) {
            return ofSession(plan, isHeldBack);
        }
        return switch (job.get().after()) {
            case NONE, PENDING -> WHOLE;
            case DEPLOYING, RUNNING, RESTARTING ->
                    plan.deployed().current().isPresent() ? WHOLE : FROZEN;
            case UPDATING -> plan.podsStay() ? WHOLE : REPLACING;
            case SUSPENDED -> REPLACING;
            case SUCCEEDED, FAILED, CANCELLED, LOST -> over(plan, job.get());
        };
    }

    private static Phase ofSession(Plan plan, boolean isHeldBack) {
        if (isHeldBack) {
            return plan.deployed().current().isPresent() ? WHOLE : FROZEN;
        }
        boolean isOld =
                plan.deployed().changed()
                        && !plan.podsStay()
                        && plan.components().anyWorkloadBut(plan.deployed().target().revision());
        return isOld ? REPLACING : WHOLE;
    }

    /** What the policy does, at its time. */
    private static Phase over(Plan plan, JobRound job) {
        JobSpec spec = plan.deployed().asked().job().orElseThrow();
        return cleanUpTime(spec, job).filter(time -> time.isAfter(plan.seen().now())).isPresent()
                ? WHOLE
                : after(cleanup(spec.cleanupPolicy(), job.after()));
    }

    /** When the policy takes effect; empty for at once. */
    static Optional<Instant> cleanUpTime(JobSpec spec, JobRound job) {
        return Optional.ofNullable(spec.ttlSecondsAfterFinished())
                .filter(seconds -> job.after().isOver())
                .flatMap(
                        seconds ->
                                Status.time(job.status().completionTime())
                                        .map(end -> end.plusSeconds(seconds)));
    }

    boolean isCleanUp() {
        return this == WITHOUT_TASK_MANAGERS || this == CLEANED_UP;
    }

    private static CleanupAction cleanup(CleanupPolicy policy, JobState state) {
        if (state == JobState.SUCCEEDED) {
            return policy.afterJobSucceeds();
        }
        return state == JobState.CANCELLED ? policy.afterJobCancelled() : policy.afterJobFails();
    }

    private static Phase after(CleanupAction action) {
        return switch (action) {
            case KeepCluster -> WHOLE;
            case DeleteTaskManager -> WITHOUT_TASK_MANAGERS;
            case DeleteCluster -> CLEANED_UP;
        };
    }
}
