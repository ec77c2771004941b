package io.flinkoperator.core.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What a JobManager knows of the checkpoints of a job.
 *
 * @param enabled Whether the job makes checkpoints.
 * @param retention When completed checkpoints outlive the job.
 * @param completed Number of completed checkpoints and savepoints since the JobManager got the job.
 * @param checkpoint The newest completed checkpoint that another job can be started from.
 * @param savepoint The newest completed savepoint.
 * @param savepointInProgress Whether a savepoint is being taken.
 * @param failing Flink's reason for the newest failure, if its last three checkpoints have failed.
 */
public record Checkpoints(
        boolean enabled,
        Retention retention,
        long completed,
        Optional<Snapshot> checkpoint,
        Optional<Snapshot> savepoint,
        boolean savepointInProgress,
        Optional<String> failing) {

    private static final Duration NEWS = Duration.ofMinutes(1);

    /** Whether it was told before; a newer checkpoint alone is news once a minute. */
    boolean addsNothingTo(Checkpoints told) {
        return enabled == told.enabled
                && retention == told.retention
                && (completed > 0) == (told.completed > 0)
                && isNoNews(checkpoint, told.checkpoint)
                && savepoint.equals(told.savepoint)
                && savepointInProgress == told.savepointInProgress
                && failing.equals(told.failing);
    }

    private static boolean isNoNews(Optional<Snapshot> now, Optional<Snapshot> told) {
        if (now.isEmpty() || told.isEmpty()) {
            return now.equals(told);
        }
        return now.get().time().isBefore(told.get().time().plus(NEWS));
    }

    /**
     * When completed checkpoints outlive the job
     * (execution.checkpointing.externalized-checkpoint-retention).
     */
    public enum Retention {
        /** Never, unless the JobManager dies. */
        NEVER,
        /** When the job failed. */
        ON_FAILURE,
        /** When the job failed or was cancelled. */
        ALWAYS
    }
}
