package io.flinkoperator.api;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;

/** What all pods of a cluster can be given. */
public interface PodSettings {
    /** CPU and memory of the Flink container. */
    ResourceRequirements resources();

    /** Volumes. */
    List<Volume> volumes();

    /** Mounts of the Flink container. */
    List<VolumeMount> volumeMounts();

    /** Containers that run before Flink. */
    List<Container> initContainers();

    /** Containers that run beside Flink. */
    List<Container> sidecars();

    /** Labels of the nodes to run on. */
    Map<String, String> nodeSelector();

    /** Taints that are tolerated. */
    List<Toleration> tolerations();

    /** Nodes and pods to be near to or apart from. */
    Affinity affinity();

    /** How pods spread. */
    List<TopologySpreadConstraint> topologySpreadConstraints();

    /** Annotations. */
    Map<String, String> podAnnotations();

    /** Labels. */
    Map<String, String> podLabels();

    /** Security settings. */
    PodSecurityContext securityContext();

    /** Entries of /etc/hosts. */
    List<HostAlias> hostAliases();

    /** Laid over everything else. */
    PodTemplateSpec podTemplate();
}
