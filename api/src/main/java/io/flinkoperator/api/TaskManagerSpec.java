package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/**
 * The TaskManagers: run the tasks of jobs in their slots.
 *
 * @param replicas Number of TaskManagers. Changing it adds or removes pods; the others run on.
 * @param ports Changing them replaces the pods.
 * @param resources CPU and memory of each TaskManager container. The memory limit, else the
 *     request, sets Flink's taskmanager.memory.process.size; the CPU limit, else the request, the
 *     number of slots (half the whole CPUs, at least 1) unless flinkProperties has
 *     taskmanager.numberOfTaskSlots. Changing it replaces the pods.
 * @param memoryProcessRatio Share of the memory that Flink may plan with, in percent; the rest is
 *     left for what Flink does not count. Changing it replaces the pods.
 * @param nodeSelector Labels of the nodes that the pods may run on. Changing it replaces the pods.
 * @param tolerations Taints of nodes that the pods tolerate. Changing them replaces the pods.
 * @param podAnnotations Annotations of the pods. Changing them replaces the pods.
 * @param podLabels Labels of the pods, beside the operator's own. Changing them replaces the pods.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaskManagerSpec(
        @Default("3") @Min(1) @Max(10000) Integer replicas,
        TaskManagerPorts ports,
        ResourceRequirements resources,
        @Default("80") @Min(1) @Max(100) Integer memoryProcessRatio,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Map<String, String> podAnnotations,
        Map<String, String> podLabels) {

    public TaskManagerSpec {
        nodeSelector = Copies.of(nodeSelector);
        tolerations = Copies.of(tolerations);
        podAnnotations = Copies.of(podAnnotations);
        podLabels = Copies.of(podLabels);
    }
}
