package io.flinkoperator.core.model;

import java.util.Optional;

/**
 * What to ask a JobManager about one job, besides the list of all jobs.
 *
 * @param jobId Flink job id.
 * @param savepoint Savepoint whose result is awaited.
 * @param disposal Id of a request to dispose of a savepoint whose result is awaited.
 * @param restarts Whether the number of restarts matters.
 */
public record Question(
        String jobId, Optional<Trigger> savepoint, Optional<String> disposal, boolean restarts) {

    /** Whether an answer is awaited. */
    public boolean isUrgent() {
        return savepoint.isPresent() || disposal.isPresent() || restarts;
    }

    /**
     * A request for a savepoint.
     *
     * @param id Id that it was given, 32 hexadecimal digits.
     * @param stops Whether the job is to stop with it.
     */
    public record Trigger(String id, boolean stops) {}
}
