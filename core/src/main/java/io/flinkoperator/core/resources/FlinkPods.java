package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.flinkoperator.api.ImagePullPolicy;
import io.flinkoperator.api.JobManagerSpec;
import io.flinkoperator.api.TaskManagerSpec;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pod templates of JobManager, TaskManagers and job submitter. */
final class FlinkPods {
    private static final String CONFIGURATION = "flink-config-volume";
    private static final String FILES = "flink-config-files";

    /**
     * Fills a writable configuration folder: what the image has there, over it the cluster's files.
     * A ConfigMap alone is read-only, and entrypoints edit the configuration.
     */
    private static final String FILL =
            "cp -r /opt/flink/conf/. /flink-conf/"
                    + " && rm -f /flink-conf/flink-conf.yaml /flink-conf/config.yaml"
                    + " && cp -L /flink-config-files/* /flink-conf/";

    private FlinkPods() {}

    /** What tells the pods of JobManager and TaskManagers apart. */
    private record Component(
            String name,
            List<String> args,
            ResourceRequirements resources,
            List<ContainerPort> ports,
            Map<String, String> labels,
            Map<String, String> annotations,
            Map<String, String> nodeSelector,
            List<Toleration> tolerations) {}

    static PodTemplateSpec jobManager(ValidCluster cluster, List<String> args) {
        JobManagerSpec own = cluster.spec().jobManager();
        var ports = own.ports();
        return component(
                cluster,
                new Component(
                        Names.JOB_MANAGER,
                        args,
                        own.resources(),
                        List.of(
                                port("rpc", ports.rpc()),
                                port("blob", ports.blob()),
                                port("query", ports.query()),
                                port("ui", ports.ui())),
                        own.podLabels(),
                        own.podAnnotations(),
                        own.nodeSelector(),
                        own.tolerations()));
    }

    static PodTemplateSpec taskManager(ValidCluster cluster) {
        TaskManagerSpec own = cluster.spec().taskManager();
        var ports = own.ports();
        return component(
                cluster,
                new Component(
                        Names.TASK_MANAGER,
                        List.of(Names.TASK_MANAGER),
                        own.resources(),
                        List.of(
                                port("data", ports.data()),
                                port("rpc", ports.rpc()),
                                port("query", ports.query())),
                        own.podLabels(),
                        own.podAnnotations(),
                        own.nodeSelector(),
                        own.tolerations()));
    }

    private static PodTemplateSpec component(ValidCluster cluster, Component own) {
        Container main =
                new ContainerBuilder(main(cluster, own.name(), own.args(), own.resources()))
                        .withPorts(own.ports())
                        .withReadinessProbe(answersOn("rpc", 2, 60))
                        .withLivenessProbe(answersOn("rpc", 60, 5))
                        .build();
        return new PodTemplateSpecBuilder(template(cluster, main))
                .editMetadata()
                .withLabels(Objects.podLabels(cluster, own.labels(), own.name()))
                .addToAnnotations(own.annotations())
                .endMetadata()
                .editSpec()
                .withNodeSelector(own.nodeSelector())
                .withTolerations(own.tolerations())
                .endSpec()
                .build();
    }

    static PodTemplateSpec submitter(
            ValidCluster cluster, List<String> args, ResourceRequirements resources) {
        Container main = main(cluster, "main", args, resources);
        return new PodTemplateSpecBuilder(template(cluster, main))
                .editMetadata()
                .withLabels(Names.labels(cluster.name()))
                .endMetadata()
                .build();
    }

    private static PodTemplateSpec template(ValidCluster cluster, Container main) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToAnnotations(Names.CONFIGURATION, ConfigMaps.hash(cluster))
                .endMetadata()
                .withSpec(
                        new PodSpecBuilder()
                                .withServiceAccountName(cluster.spec().serviceAccountName())
                                .withImagePullSecrets(cluster.spec().image().pullSecrets())
                                .withInitContainers(configuration(main))
                                .withContainers(main)
                                .withVolumes(volumes(cluster))
                                .build())
                .build();
    }

    private static Container main(
            ValidCluster cluster, String name, List<String> args, ResourceRequirements resources) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(cluster.spec().image().name())
                .withImagePullPolicy(pullPolicy(cluster))
                .withArgs(args)
                .withEnv(cluster.spec().envVars())
                .withEnvFrom(cluster.spec().envFrom())
                .withResources(resources)
                .withVolumeMounts(
                        new VolumeMountBuilder()
                                .withName(CONFIGURATION)
                                .withMountPath("/opt/flink/conf")
                                .build())
                .build();
    }

    private static Container configuration(Container main) {
        return new ContainerBuilder()
                .withName("flink-config")
                .withImage(main.getImage())
                .withImagePullPolicy(main.getImagePullPolicy())
                .withCommand("sh", "-c", FILL)
                .withResources(main.getResources())
                .withVolumeMounts(
                        new VolumeMountBuilder()
                                .withName(FILES)
                                .withMountPath("/flink-config-files")
                                .withReadOnly(true)
                                .build(),
                        new VolumeMountBuilder()
                                .withName(CONFIGURATION)
                                .withMountPath("/flink-conf")
                                .build())
                .build();
    }

    private static List<Volume> volumes(ValidCluster cluster) {
        return List.of(
                new VolumeBuilder()
                        .withName(FILES)
                        .withNewConfigMap()
                        .withName(Names.configMap(cluster.name()))
                        .endConfigMap()
                        .build(),
                new VolumeBuilder()
                        .withName(CONFIGURATION)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build());
    }

    private static String pullPolicy(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().image().pullPolicy())
                .map(ImagePullPolicy::name)
                .orElse(null);
    }

    private static ContainerPort port(String name, int port) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .build();
    }

    private static Probe answersOn(String port, int everySeconds, int failures) {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(new IntOrString(port))
                .endTcpSocket()
                .withInitialDelaySeconds(everySeconds > 10 ? 5 : null)
                .withPeriodSeconds(everySeconds)
                .withTimeoutSeconds(10)
                .withFailureThreshold(failures)
                .build();
    }
}
