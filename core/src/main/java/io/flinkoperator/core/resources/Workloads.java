package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.flinkoperator.api.DeploymentType;
import io.flinkoperator.api.FlinkPodSettings;
import io.flinkoperator.core.spec.ValidCluster;

/** The objects that make the pods of JobManager and TaskManagers. */
final class Workloads {
    private Workloads() {}

    static StatefulSet jobManager(ValidCluster cluster) {
        return statefulSet(
                cluster,
                Names.jobManager(cluster.name()),
                Names.JOB_MANAGER,
                HighAvailability.jobManagers(cluster),
                cluster.spec().jobManager());
    }

    static HasMetadata taskManager(ValidCluster cluster) {
        return cluster.spec().taskManager().deploymentType() == DeploymentType.Deployment
                ? deployment(cluster)
                : statefulSet(
                        cluster,
                        Names.taskManager(cluster.name()),
                        Names.TASK_MANAGER,
                        cluster.taskManagers(),
                        cluster.spec().taskManager());
    }

    /** Whether the pods of a container have volumes in place of claims of their own. */
    static boolean hasNoClaims(ValidCluster cluster, Container main) {
        return main.getName().equals(Names.JOB_MANAGER)
                ? cluster.isApplication()
                : cluster.spec().taskManager().deploymentType() == DeploymentType.Deployment;
    }

    /** Parallel, so that a pod that never gets ready does not keep its correction waiting. */
    private static StatefulSet statefulSet(
            ValidCluster cluster,
            String name,
            String component,
            int replicas,
            FlinkPodSettings own) {
        StatefulSet set =
                new StatefulSetBuilder()
                        .withMetadata(Objects.metadata(cluster, name, component))
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withServiceName(name)
                        .withPodManagementPolicy("Parallel")
                        .withNewSelector()
                        .withMatchLabels(Names.selector(cluster.name(), component))
                        .endSelector()
                        .withVolumeClaimTemplates(own.volumeClaimTemplates())
                        .withPersistentVolumeClaimRetentionPolicy(
                                own.persistentVolumeClaimRetentionPolicy())
                        .endSpec()
                        .build();
        set.getSpec()
                .setTemplate(
                        component.equals(Names.JOB_MANAGER)
                                ? FlinkPods.jobManager(
                                        cluster,
                                        FlinkConfiguration.withArguments(
                                                cluster, Names.JOB_MANAGER))
                                : FlinkPods.taskManager(cluster));
        return set;
    }

    private static Deployment deployment(ValidCluster cluster) {
        Deployment deployment =
                new DeploymentBuilder()
                        .withMetadata(
                                Objects.metadata(
                                        cluster,
                                        Names.taskManager(cluster.name()),
                                        Names.TASK_MANAGER))
                        .withNewSpec()
                        .withReplicas(cluster.taskManagers())
                        .withNewSelector()
                        .withMatchLabels(Names.selector(cluster.name(), Names.TASK_MANAGER))
                        .endSelector()
                        .endSpec()
                        .build();
        deployment.getSpec().setTemplate(FlinkPods.taskManager(cluster));
        return deployment;
    }
}
