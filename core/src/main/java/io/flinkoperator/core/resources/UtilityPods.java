package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pods beside Flink's own: they submit the job, look for its state, check a revision, or delete a
 * savepoint. They see the storage as the JobManager sees it. Those that may run beside the job have
 * nothing that they do not need: no sidecars, no probes, and no init containers of the user but
 * those that prepare a volume for Flink's container.
 */
final class UtilityPods {
    /** Name of the container in which the pod does its work. */
    static final String MAIN = "main";

    /** What an init container of the operator's own does. */
    private static final Set<String> OURS = Set.of(Mounts.FILLER, JarFetches.CONTAINER);

    private UtilityPods() {}

    /**
     * The pod that submits the job, as spec.job describes it.
     *
     * @param command Command in place of the image's entrypoint; empty for the entrypoint.
     * @param isSearching Whether it looks for state first, where the JobManager keeps it.
     */
    static PodTemplateSpec submitter(
            ValidCluster cluster, List<String> command, List<String> args, boolean isSearching) {
        JobSpec job = cluster.job().orElseThrow();
        PodTemplateSpec pod = FlinkPods.submitter(cluster, job, command, args);
        StorageView.ofJobManager(cluster).addTo(pod.getSpec(), job, isSearching);
        return pod;
    }

    /**
     * A pod that may run beside the job.
     *
     * @param args Arguments of the image's entrypoint, which turns on plug-ins and completes the
     *     configuration.
     * @param withJar Whether it needs the job's remote jar.
     */
    static PodTemplateSpec besideJob(ValidCluster cluster, List<String> args, boolean withJar) {
        PodTemplateSpec pod =
                cluster.isApplication()
                        ? jobManager(cluster, args)
                        : submitter(cluster, List.of(), args, true);
        reduce(pod.getSpec(), withJar);
        StorageView.keepNearJobManager(cluster, pod.getSpec());
        return pod;
    }

    /**
     * A pod like the JobManager's that is none: nothing selects it, and nothing reserves for it.
     */
    private static PodTemplateSpec jobManager(ValidCluster cluster, List<String> args) {
        PodTemplateSpec pod = FlinkPods.jobManager(cluster, args);
        pod.getMetadata().getLabels().remove(Names.COMPONENT);
        pod.getMetadata().getAnnotations().remove(FlinkPods.GROUP);
        Container main = container(pod.getSpec(), Names.JOB_MANAGER);
        main.setName(MAIN);
        main.setResources(SmallResources.of(main.getResources()));
        pod.getSpec().getInitContainers().stream()
                .filter(init -> init.getName().equals(Mounts.FILLER))
                .forEach(init -> init.setResources(main.getResources()));
        return pod;
    }

    static Container container(PodSpec pod, String name) {
        return pod.getContainers().stream()
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void reduce(PodSpec pod, boolean withJar) {
        Container main = container(pod, MAIN);
        main.setPorts(List.of());
        main.setReadinessProbe(null);
        main.setLivenessProbe(null);
        main.setStartupProbe(null);
        main.setLifecycle(null);
        pod.setContainers(List.of(main));
        pod.setTopologySpreadConstraints(List.of());
        pod.setResourceClaims(List.of());
        pod.setVolumes(pod.getVolumes().stream().map(UtilityPods::fleeting).toList());
        pod.setInitContainers(
                pod.getInitContainers().stream()
                        .filter(init -> isNeeded(init, main, pod, withJar))
                        .toList());
        if (!withJar) {
            main.setVolumeMounts(without(JarFetches.VOLUME, main.getVolumeMounts()));
        }
        Set<String> mounted =
                java.util.stream.Stream.concat(
                                pod.getContainers().stream(), pod.getInitContainers().stream())
                        .flatMap(it -> it.getVolumeMounts().stream())
                        .map(VolumeMount::getName)
                        .collect(Collectors.toSet());
        pod.setVolumes(
                pod.getVolumes().stream().filter(it -> mounted.contains(it.getName())).toList());
    }

    private static List<VolumeMount> without(String volume, List<VolumeMount> mounts) {
        return mounts.stream().filter(it -> !it.getName().equals(volume)).toList();
    }

    /** A claim of the pod's own would be provided empty: an empty folder is the same for less. */
    private static Volume fleeting(Volume volume) {
        return volume.getEphemeral() == null
                ? volume
                : new VolumeBuilder()
                        .withName(volume.getName())
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build();
    }

    /** One that stays is a sidecar; what others write is seen only where they and Flink mount. */
    private static boolean isNeeded(Container init, Container main, PodSpec pod, boolean withJar) {
        if (OURS.contains(init.getName())) {
            return withJar || !init.getName().equals(JarFetches.CONTAINER);
        }
        Map<String, Volume> empty =
                pod.getVolumes().stream()
                        .filter(it -> it.getEmptyDir() != null)
                        .filter(it -> !Mounts.isOurs(it) && !it.getName().equals(JarFetches.VOLUME))
                        .collect(Collectors.toMap(Volume::getName, it -> it));
        List<String> shared =
                new ArrayList<>(main.getVolumeMounts().stream().map(VolumeMount::getName).toList());
        shared.retainAll(init.getVolumeMounts().stream().map(VolumeMount::getName).toList());
        return !"Always".equals(init.getRestartPolicy())
                && shared.stream().anyMatch(empty::containsKey);
    }
}
