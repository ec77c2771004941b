package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The job of a job cluster.
 *
 * @param id Flink job id. It is written before the job is submitted.
 * @param name Name of the job in Flink.
 * @param submitterName Name of the Kubernetes Job that submits it.
 * @param state Pending (waits for the cluster), Deploying (is being submitted), Running, Updating,
 *     Succeeded, Failed, Cancelled or Lost (the JobManager no longer knows it).
 * @param attempt Number of this run of the job, counted from 0.
 * @param fromSavepoint Savepoint that this run started from.
 * @param deployTime When the submission began.
 * @param startTime When Flink started the job.
 * @param completionTime When the job was over.
 * @param failureReasons Why the job failed.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobStatus(
        String id,
        String name,
        String submitterName,
        String state,
        Integer attempt,
        String fromSavepoint,
        String deployTime,
        String startTime,
        String completionTime,
        List<String> failureReasons) {

    public JobStatus {
        failureReasons = Copies.of(failureReasons);
    }
}
