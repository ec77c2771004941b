package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import java.util.List;
import java.util.Map;

/**
 * The TaskManagers: run the tasks of jobs in their slots.
 *
 * @param replicas Number of TaskManagers.
 * @param deploymentType Kind of object that makes the pods. StatefulSet: pods keep their names and
 *     volume claims. Deployment: a claim template gives every pod a volume that goes with it. It
 *     cannot be changed.
 * @param horizontalPodAutoscaler Default: none. While it is there, leave replicas out or as it is.
 * @param ports Default: those of Flink.
 * @param extraPorts Further ports of the Flink container, for example of a metrics reporter.
 * @param resources CPU and memory of each TaskManager container. The memory limit, else the
 *     request, sets Flink's taskmanager.memory.process.size; the CPU limit, else the request, the
 *     number of slots (half the whole CPUs, at least 1) unless flinkProperties has
 *     taskmanager.numberOfTaskSlots.
 * @param memoryProcessRatio Share of the memory that Flink may plan with, in percent; the rest is
 *     left for what Flink does not count. Default: 80. Without effect before Flink 1.10.
 * @param memoryOffHeapRatio Before Flink 1.10: share of the memory that is kept off the heap, in
 *     percent. Default: 25. Without effect since.
 * @param memoryOffHeapMin Before Flink 1.10: memory that is kept off the heap at least. Default:
 *     600M. Without effect since.
 * @param volumes Volumes of the pods, as Kubernetes defines them.
 * @param volumeMounts Mounts of the Flink container; init containers get those whose mountPath they
 *     do not use themselves.
 * @param mounts Older spelling of volumeMounts.
 * @param volumeClaimTemplates Claims that every pod gets one of, mounted by volumeMounts under
 *     their name.
 * @param persistentVolumeClaimRetentionPolicy Whether claims go with the cluster (whenDeleted) and
 *     with a removed pod (whenScaled): Retain or Delete. Default: both Retain.
 * @param initContainers Containers that run before Flink, as Kubernetes defines them. They get the
 *     environment variables of the cluster.
 * @param sidecars Containers that run beside Flink, as Kubernetes defines them.
 * @param nodeSelector Labels of the nodes that the pods may run on.
 * @param tolerations Taints of nodes that are tolerated.
 * @param affinity Nodes and pods to be near to or apart from, as Kubernetes defines it.
 * @param topologySpreadConstraints How the pods spread over zones and nodes, as Kubernetes defines
 *     it.
 * @param podAnnotations Annotations of the pods.
 * @param podLabels Labels of the pods, beside the operator's own.
 * @param securityContext Security settings of the pods, as Kubernetes defines them. Default:
 *     containers of Flink's official image run as its user, 9999, and as Pod Security "restricted"
 *     asks, if no podTemplate has a securityContext either; others as their image says.
 * @param hostAliases Entries of the pods' /etc/hosts.
 * @param podTemplate Anything else about the pods: laid over what the operator makes of all other
 *     fields, containers merged by their name ("taskmanager" is Flink's). What the operator finds
 *     its pods by stays.
 * @param livenessProbe Replaces the probe that restarts the Flink container: TCP on port rpc.
 * @param readinessProbe Replaces the probe of readiness: TCP on port rpc.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "(self.deploymentType == 'Deployment') == (oldSelf.deploymentType == 'Deployment')",
        fieldPath = ".deploymentType",
        message =
                "deploymentType cannot be changed; set it back, or delete and create the"
                        + " FlinkCluster anew")
@ValidationRule(
        value =
                "!has(self.extraPorts) || self.extraPorts.all(p, self.extraPorts.exists_one(q,"
                        + " q.containerPort == p.containerPort))",
        message = "extraPorts must differ in containerPort")
public record TaskManagerSpec(
        @WhenChanged(Effect.RESCALE) @Default("3") @Min(1) @Max(10000) Integer replicas,
        @Default("StatefulSet") DeploymentType deploymentType,
        @WhenChanged(Effect.IN_PLACE) Autoscaler horizontalPodAutoscaler,
        TaskManagerPorts ports,
        @Size(max = 32) List<ExtraPort> extraPorts,
        ResourceRequirements resources,
        @Min(1) @Max(100) Integer memoryProcessRatio,
        @Min(0) @Max(100) Integer memoryOffHeapRatio,
        Quantity memoryOffHeapMin,
        List<Volume> volumes,
        List<VolumeMount> volumeMounts,
        List<VolumeMount> mounts,
        List<PersistentVolumeClaim> volumeClaimTemplates,
        StatefulSetPersistentVolumeClaimRetentionPolicy persistentVolumeClaimRetentionPolicy,
        List<Container> initContainers,
        List<Container> sidecars,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Affinity affinity,
        List<TopologySpreadConstraint> topologySpreadConstraints,
        Map<String, String> podAnnotations,
        Map<String, String> podLabels,
        PodSecurityContext securityContext,
        List<HostAlias> hostAliases,
        PodTemplateSpec podTemplate,
        Probe livenessProbe,
        Probe readinessProbe)
        implements FlinkPodSettings {
    public TaskManagerSpec {
        extraPorts = Copies.of(extraPorts);
        volumes = Copies.of(volumes);
        volumeMounts = Copies.of(volumeMounts);
        mounts = Copies.of(mounts);
        volumeClaimTemplates = Copies.of(volumeClaimTemplates);
        initContainers = Copies.of(initContainers);
        sidecars = Copies.of(sidecars);
        tolerations = Copies.of(tolerations);
        topologySpreadConstraints = Copies.of(topologySpreadConstraints);
        hostAliases = Copies.of(hostAliases);
        nodeSelector = Copies.of(nodeSelector);
        podAnnotations = Copies.of(podAnnotations);
        podLabels = Copies.of(podLabels);
    }
}
