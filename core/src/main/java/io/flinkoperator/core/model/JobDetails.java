package io.flinkoperator.core.model;

import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * What is asked of one job beyond its state.
 *
 * @param jobId Flink job id.
 * @param checkpoints Empty if the JobManager does not say.
 * @param savepoint What became of the savepoint that was asked about; empty if none was.
 * @param disposal What became of the disposal that was asked about; empty if none was.
 * @param restarts How often Flink itself has restarted the job; empty unless it was asked.
 */
public record JobDetails(
        String jobId,
        Optional<Checkpoints> checkpoints,
        Optional<SavepointResult> savepoint,
        Optional<SavepointResult> disposal,
        Optional<Long> restarts) {

    /** Whether all that is known here was told before. */
    boolean addsNothingTo(JobDetails told) {
        return jobId.equals(told.jobId)
                && isIn(checkpoints, told.checkpoints, Checkpoints::addsNothingTo)
                && isIn(savepoint, told.savepoint, SavepointResult::equals)
                && isIn(disposal, told.disposal, SavepointResult::equals)
                && isIn(restarts, told.restarts, Long::equals);
    }

    /** The same, with what was told of the job before where nothing is known now. */
    JobDetails orFrom(JobDetails told) {
        return jobId.equals(told.jobId)
                ? new JobDetails(
                        jobId,
                        checkpoints.or(() -> told.checkpoints),
                        savepoint.or(() -> told.savepoint),
                        disposal.or(() -> told.disposal),
                        restarts.or(() -> told.restarts))
                : this;
    }

    private static <T> boolean isIn(
            Optional<T> now, Optional<T> told, BiPredicate<T, T> addsNothing) {
        return now.map(it -> told.filter(old -> addsNothing.test(it, old)).isPresent())
                .orElse(true);
    }
}
