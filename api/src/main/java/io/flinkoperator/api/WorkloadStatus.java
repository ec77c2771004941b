package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A set of pods of the cluster.
 *
 * @param name Name of the StatefulSet, or of the Job of a JobManager in mode Application.
 * @param state NotReady, Ready or Deleted.
 * @param replicas Number of pods that exist.
 * @param readyReplicas Number of pods that are ready.
 * @param ready Ready pods of desired pods, for example "2/3".
 * @param selector Label selector of the pods, used by kubectl scale and autoscalers.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadStatus(
        String name,
        String state,
        Integer replicas,
        Integer readyReplicas,
        String ready,
        String selector) {}
