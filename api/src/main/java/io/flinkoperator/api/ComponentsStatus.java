package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a cluster consists of.
 *
 * @param configMap The ConfigMap with Flink's configuration.
 * @param jobManager The JobManager's workload.
 * @param jobManagerService The Service in front of the JobManager.
 * @param taskManager The TaskManagers' workload.
 * @param job The job of a job cluster.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ComponentsStatus(
        ComponentStatus configMap,
        WorkloadStatus jobManager,
        ServiceStatus jobManagerService,
        WorkloadStatus taskManager,
        JobStatus job) {}
