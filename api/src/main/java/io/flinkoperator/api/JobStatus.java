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
 *     Restarting (waits for its next start after a failure), Succeeded, Failed, Cancelled,
 *     Suspended or Lost (the JobManager no longer knows it).
 * @param attempt Number of this run of the job, counted from 0.
 * @param restartCount Number of restarts after failures since the job was last well.
 * @param restartTime When the next start after a failure is due.
 * @param fromSavepoint State that this run started from.
 * @param restore State that this run is to start from; written before the job is submitted.
 * @param savepointLocation The newest savepoint.
 * @param savepointTime When it was completed.
 * @param savepointId Its number within the run of the job that it is of; 0 while Flink has not told
 *     it.
 * @param finalSavepoint Whether the job was stopped with it, so that it is the job's last state.
 * @param savepointGeneration The spec.job.savepointGeneration that was last acted on.
 * @param checkpointLocation The newest checkpoint of this run; brought up to date once a minute.
 * @param checkpointTime When it was triggered.
 * @param checkpointing Whether this run makes checkpoints: On, Off, NotRetained if Flink deleted
 *     them when the job ended, or Forgotten if this status was lost and Flink has told of none
 *     since; absent while unknown.
 * @param stopReason Why the operator has stopped the job, or is about to: update, job cancel,
 *     cancelRequested, suspend or deletion.
 * @param requestedSavepoint The spec.job.fromSavepoint that was last used.
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
        Integer restartCount,
        String restartTime,
        String fromSavepoint,
        RestoreStatus restore,
        String savepointLocation,
        String savepointTime,
        Long savepointId,
        Boolean finalSavepoint,
        Integer savepointGeneration,
        String checkpointLocation,
        String checkpointTime,
        String checkpointing,
        String stopReason,
        String requestedSavepoint,
        String deployTime,
        String startTime,
        String completionTime,
        List<String> failureReasons) {

    public JobStatus {
        failureReasons = Copies.of(failureReasons);
    }
}
