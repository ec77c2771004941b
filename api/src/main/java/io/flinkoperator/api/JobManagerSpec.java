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
 * The JobManager: coordinates the cluster, accepts jobs, serves the web UI.
 *
 * @param replicas Number of JobManagers. Only 1 is possible.
 * @param accessScope Who can reach the JobManager's Service: Cluster (pods of this Kubernetes
 *     cluster), Headless (the same, without a virtual address), NodePort (every node's address),
 *     VPC (a load balancer inside the private network), External (a public load balancer; Flink has
 *     no authentication: whoever reaches it can run code).
 * @param ports Changing them replaces the pod.
 * @param resources CPU and memory of the JobManager container. The memory limit, else the request,
 *     sets Flink's jobmanager.memory.process.size. Changing it replaces the pod.
 * @param memoryProcessRatio Share of the memory that Flink may plan with, in percent; the rest is
 *     left for what Flink does not count. Changing it replaces the pod.
 * @param nodeSelector Labels of the nodes that the pod may run on. Changing it replaces the pod.
 * @param tolerations Taints of nodes that the pod tolerates. Changing them replaces the pod.
 * @param podAnnotations Annotations of the pod. Changing them replaces the pod.
 * @param podLabels Labels of the pod, beside the operator's own. Changing them replaces the pod.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobManagerSpec(
        @Default("1") @Min(1) @Max(1) Integer replicas,
        @Default("Cluster") AccessScope accessScope,
        JobManagerPorts ports,
        ResourceRequirements resources,
        @Default("80") @Min(1) @Max(100) Integer memoryProcessRatio,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Map<String, String> podAnnotations,
        Map<String, String> podLabels) {

    public JobManagerSpec {
        nodeSelector = Copies.of(nodeSelector);
        tolerations = Copies.of(tolerations);
        podAnnotations = Copies.of(podAnnotations);
        podLabels = Copies.of(podLabels);
    }
}
