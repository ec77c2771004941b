package io.flinkoperator.core.decide;

import io.flinkoperator.api.CleanupAction;
import io.flinkoperator.api.CleanupPolicy;
import io.flinkoperator.core.spec.ValidCluster;

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

    static Phase of(ValidCluster cluster, JobState job, boolean specChanged) {
        if (cluster.job().isEmpty()) {
            return WHOLE;
        }
        return switch (job) {
            case NONE, PENDING -> WHOLE;
            case DEPLOYING, RUNNING -> specChanged ? FROZEN : WHOLE;
            case UPDATING -> REPLACING;
            case SUCCEEDED, FAILED, CANCELLED, LOST ->
                    after(cleanup(cluster.job().get().cleanupPolicy(), job));
        };
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
