package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a cluster consists of.
 *
 * @param configMap It holds Flink's configuration.
 * @param jobManager Those of the JobManager.
 * @param jobManagerService Its name is the JobManager's address.
 * @param jobManagerIngress Absent if none is asked for.
 * @param jobManagerRoute The HTTPRoute; absent if none is asked for.
 * @param taskManager Those of the TaskManagers.
 * @param podGroup Volcano's group of the pods; absent if none is asked for.
 * @param job Absent in a session cluster.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ComponentsStatus(
        ComponentStatus configMap,
        WorkloadStatus jobManager,
        ServiceStatus jobManagerService,
        IngressStatus jobManagerIngress,
        IngressStatus jobManagerRoute,
        WorkloadStatus taskManager,
        ComponentStatus podGroup,
        JobStatus job) {}
