package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;

/**
 * What becomes of the cluster when the job is over: KeepCluster keeps everything, DeleteTaskManager
 * removes the TaskManagers, DeleteCluster removes all pods. The FlinkCluster itself and the
 * submitter's logs stay.
 *
 * @param afterJobSucceeds Applied when the job has finished.
 * @param afterJobFails Applied when the job has failed or was lost.
 * @param afterJobCancelled Applied when the job was cancelled.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CleanupPolicy(
        @Default("DeleteCluster") CleanupAction afterJobSucceeds,
        @Default("KeepCluster") CleanupAction afterJobFails,
        @Default("DeleteCluster") CleanupAction afterJobCancelled) {}
