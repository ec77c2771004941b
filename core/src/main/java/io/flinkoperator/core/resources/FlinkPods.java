package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.flinkoperator.api.BatchScheduler;
import io.flinkoperator.api.ExtraPort;
import io.flinkoperator.api.FlinkPodSettings;
import io.flinkoperator.api.ImagePullPolicy;
import io.flinkoperator.api.PodSettings;
import io.flinkoperator.core.spec.JarFile;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pod templates of JobManager, TaskManagers and job submitter. */
final class FlinkPods {
    /** Annotation by which a pod belongs to the cluster's group of pods. */
    static final String GROUP = "scheduling.k8s.io/group-name";

    private FlinkPods() {}

    static PodTemplateSpec jobManager(ValidCluster cluster, List<String> args) {
        return jobManager(cluster, List.of(), args);
    }

    static PodTemplateSpec jobManager(
            ValidCluster cluster, List<String> command, List<String> args) {
        var own = cluster.spec().jobManager();
        var ports = own.ports();
        List<ContainerPort> all =
                List.of(
                        port("rpc", ports.rpc()),
                        port("blob", ports.blob()),
                        port("query", ports.query()),
                        port("ui", ports.ui()));
        Container main =
                new ContainerBuilder(main(cluster, Names.JOB_MANAGER, args, own))
                        .withCommand(command)
                        .build();
        return component(cluster, own, main, all);
    }

    static PodTemplateSpec taskManager(ValidCluster cluster) {
        var own = cluster.spec().taskManager();
        var ports = own.ports();
        List<ContainerPort> all =
                List.of(
                        port("data", ports.data()),
                        port("rpc", ports.rpc()),
                        port("query", ports.query()));
        List<String> args = FlinkConfiguration.withArguments(cluster, Names.TASK_MANAGER);
        return component(cluster, own, main(cluster, Names.TASK_MANAGER, args, own), all);
    }

    private static PodTemplateSpec component(
            ValidCluster cluster,
            FlinkPodSettings own,
            Container flink,
            List<ContainerPort> ports) {
        Container main =
                new ContainerBuilder(flink)
                        .withPorts(ports)
                        .addAllToPorts(own.extraPorts().stream().map(FlinkPods::port).toList())
                        .withReadinessProbe(orElse(own.readinessProbe(), answersOn(2, 60)))
                        .withLivenessProbe(orElse(own.livenessProbe(), answersOn(60, 5)))
                        .build();
        return template(cluster, own, main, main.getName());
    }

    /** Its pod is no component: nothing selects it. */
    static PodTemplateSpec submitter(
            ValidCluster cluster, PodSettings own, List<String> command, List<String> args) {
        Container main =
                new ContainerBuilder(main(cluster, UtilityPods.MAIN, args, own))
                        .withCommand(command)
                        .build();
        return template(cluster, own, main, null);
    }

    /** Its builder would copy each part of a pod whenever one of them is changed. */
    private static PodTemplateSpec template(
            ValidCluster cluster, PodSettings own, Container main, String component) {
        PodSpec spec =
                new PodSpecBuilder()
                        .withServiceAccountName(HighAvailability.serviceAccount(cluster))
                        .withImagePullSecrets(cluster.spec().image().pullSecrets())
                        .withInitContainers(initContainers(cluster, own, main))
                        .withContainers(main)
                        .addAllToContainers(own.sidecars())
                        .withVolumes(volumes(cluster, own, main))
                        .withNodeSelector(own.nodeSelector())
                        .withTolerations(own.tolerations())
                        .withAffinity(own.affinity())
                        .withTopologySpreadConstraints(own.topologySpreadConstraints())
                        .withSecurityContext(own.securityContext())
                        .withHostAliases(own.hostAliases())
                        // With links, each Service of the namespace is seven variables of each pod.
                        .withEnableServiceLinks(false)
                        .build();
        Set<String> ours = Set.of(main.getName(), Mounts.FILLER, JarFetches.CONTAINER);
        ContainerSecurity.restrict(cluster, own, spec, ours);
        PodTemplateSpec pod = new PodTemplateSpec();
        pod.setMetadata(
                new ObjectMetaBuilder()
                        .withLabels(own.podLabels())
                        .withAnnotations(own.podAnnotations())
                        .build());
        pod.setSpec(spec);
        schedule(cluster, pod, component);
        PodTemplateSpec merged = StrategicMerge.of(pod, cluster.spec().podTemplate());
        PodTemplateSpec whole = StrategicMerge.of(merged, own.podTemplate());
        ContainerSecurity.complete(whole.getSpec(), ours);
        mark(cluster, whole, component);
        return whole;
    }

    private static void schedule(ValidCluster cluster, PodTemplateSpec pod, String component) {
        BatchScheduler scheduler = cluster.spec().batchScheduler();
        if (scheduler == null) {
            return;
        }
        Map<String, String> group =
                component == null ? Map.of() : Map.of(GROUP, Scaling.name(cluster.name()));
        pod.setMetadata(new ObjectMetaBuilder(pod.getMetadata()).addToAnnotations(group).build());
        pod.getSpec().setSchedulerName(scheduler.name());
        pod.getSpec().setPriorityClassName(scheduler.priorityClassName());
    }

    /** What the operator finds its pods by is nobody else's to change. */
    private static void mark(ValidCluster cluster, PodTemplateSpec pod, String component) {
        ObjectMetaBuilder metadata =
                new ObjectMetaBuilder(pod.getMetadata())
                        .addToLabels(Names.labels(cluster.name()))
                        .addToAnnotations(
                                Names.CONFIGURATION,
                                ConfigMaps.hash(DesiredResources.configMap(cluster)));
        if (component == null) {
            metadata.removeFromLabels(Names.COMPONENT);
        } else {
            metadata.addToLabels(Names.COMPONENT, component);
        }
        pod.setMetadata(metadata.build());
        PullPolicies.settle(pod.getSpec().getInitContainers());
        PullPolicies.settle(pod.getSpec().getContainers());
    }

    private static Container main(
            ValidCluster cluster, String name, List<String> args, PodSettings own) {
        List<VolumeMount> mounts = new ArrayList<>(Mounts.mounts(cluster));
        if (needsJar(cluster, name)) {
            mounts.add(JarFetches.mount(cluster));
        }
        mounts.addAll(own.volumeMounts());
        return new ContainerBuilder()
                .withName(name)
                .withImage(cluster.spec().image().name())
                .withImagePullPolicy(pullPolicy(cluster))
                .withArgs(args)
                .withEnv(Mounts.variables(cluster))
                .withEnvFrom(cluster.spec().envFrom())
                .withResources(own.resources())
                .withVolumeMounts(mounts)
                .build();
    }

    /** The submitter needs a remote jar; without one, all pods load it by its path. */
    private static boolean needsJar(ValidCluster cluster, String container) {
        return JarFetches.remote(cluster).isPresent()
                && (cluster.isApplication() || container.equals(UtilityPods.MAIN));
    }

    private static List<Container> initContainers(
            ValidCluster cluster, PodSettings own, Container main) {
        List<Container> containers = new ArrayList<>();
        boolean withOwnAddress =
                HighAvailability.isManaged(cluster) && main.getName().equals(Names.JOB_MANAGER);
        containers.add(Mounts.configuration(main, withOwnAddress));
        Optional<JarFile> remote = JarFetches.remote(cluster);
        if (remote.isPresent() && needsJar(cluster, main.getName())) {
            containers.add(JarFetches.container(cluster, remote.get(), main.getResources()));
        }
        own.initContainers().forEach(user -> containers.add(equipped(user, main)));
        return containers;
    }

    /** A user's init container sees what the Flink container sees, its own settings first. */
    private static Container equipped(Container user, Container main) {
        List<EnvVar> variables =
                new ArrayList<>(without(main.getEnv(), user.getEnv(), EnvVar::getName));
        variables.addAll(user.getEnv());
        // Of two sources with the same variable, Kubernetes takes the last.
        List<EnvFromSource> sources = new ArrayList<>(main.getEnvFrom());
        sources.addAll(user.getEnvFrom());
        return new ContainerBuilder(user)
                .withEnv(variables)
                .withEnvFrom(sources)
                .addAllToVolumeMounts(
                        without(
                                main.getVolumeMounts().stream().map(Mounts::beforeFlink).toList(),
                                user.getVolumeMounts(),
                                VolumeMount::getMountPath))
                .build();
    }

    private static <T> List<T> without(List<T> all, List<T> own, Function<T, String> key) {
        Set<String> taken = own.stream().map(key).collect(Collectors.toSet());
        return all.stream().filter(item -> !taken.contains(key.apply(item))).toList();
    }

    private static List<Volume> volumes(ValidCluster cluster, PodSettings own, Container main) {
        List<Volume> volumes = new ArrayList<>(Mounts.volumes(cluster));
        if (needsJar(cluster, main.getName())) {
            volumes.add(JarFetches.volume());
        }
        volumes.addAll(own.volumes());
        if (own instanceof FlinkPodSettings flink && Workloads.hasNoClaims(cluster, main)) {
            flink.volumeClaimTemplates().stream().map(Mounts::ephemeral).forEach(volumes::add);
        }
        return volumes;
    }

    private static String pullPolicy(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().image().pullPolicy())
                .map(ImagePullPolicy::name)
                .orElse(null);
    }

    private static ContainerPort port(String name, int port) {
        return port(new ExtraPort(name, port, null, false));
    }

    private static ContainerPort port(ExtraPort port) {
        return new ContainerPortBuilder()
                .withName(port.name())
                .withContainerPort(port.containerPort())
                .withProtocol(port.protocol() == null ? "TCP" : port.protocol().name())
                .build();
    }

    private static Probe orElse(Probe own, Probe usual) {
        return own == null ? usual : own;
    }

    private static Probe answersOn(int everySeconds, int failures) {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(new IntOrString("rpc"))
                .endTcpSocket()
                .withInitialDelaySeconds(everySeconds > 10 ? 5 : null)
                .withPeriodSeconds(everySeconds)
                .withTimeoutSeconds(10)
                .withFailureThreshold(failures)
                .build();
    }
}
