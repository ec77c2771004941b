package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;

/** The StatefulSets of a cluster. */
final class StatefulSets {
    private StatefulSets() {}

    static StatefulSet jobManager(ValidCluster cluster) {
        return of(
                cluster,
                Names.jobManager(cluster.name()),
                Names.JOB_MANAGER,
                1,
                FlinkPods.jobManager(cluster, List.of(Names.JOB_MANAGER)));
    }

    static StatefulSet taskManager(ValidCluster cluster) {
        return of(
                cluster,
                Names.taskManager(cluster.name()),
                Names.TASK_MANAGER,
                cluster.taskManagers(),
                FlinkPods.taskManager(cluster));
    }

    /** Parallel, so that a pod that never gets ready does not keep its correction waiting. */
    private static StatefulSet of(
            ValidCluster cluster,
            String name,
            String component,
            int replicas,
            PodTemplateSpec template) {
        return new StatefulSetBuilder()
                .withMetadata(Objects.metadata(cluster, name, component))
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName(name)
                .withPodManagementPolicy("Parallel")
                .withNewSelector()
                .withMatchLabels(Names.selector(cluster.name(), component))
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build();
    }
}
