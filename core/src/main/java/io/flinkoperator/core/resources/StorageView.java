package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the JobManager's pod sees storage with: volumes, mounts, environment, identity. Another pod
 * gets what it lacks of that; what the user says of it in spec.job is never changed.
 *
 * @param cluster The cluster.
 * @param pod The JobManager's pod, with everything that pod templates say of it.
 */
record StorageView(ValidCluster cluster, PodSpec pod) {

    static StorageView ofJobManager(ValidCluster cluster) {
        return new StorageView(cluster, FlinkPods.jobManager(cluster, List.of()).getSpec());
    }

    /**
     * Lets a pod see it, too.
     *
     * @param own What the user says of the pod.
     * @param withClaims Whether it needs what lies in claims, which not every node can attach.
     */
    void addTo(PodSpec other, JobSpec own, boolean withClaims) {
        Container from = UtilityPods.container(pod, Names.JOB_MANAGER);
        Container to = UtilityPods.container(other, UtilityPods.MAIN);
        addMounts(other, from, to, withClaims);
        to.setEnv(completed(to.getEnv(), from.getEnv()));
        List<EnvFromSource> sources = new ArrayList<>(from.getEnvFrom());
        sources.removeAll(to.getEnvFrom());
        // Of two sources with the same variable, Kubernetes takes the last.
        sources.addAll(to.getEnvFrom());
        to.setEnvFrom(sources);
        addIdentity(other, from, to, own);
        if (withClaims) {
            keepNearJobManager(cluster, other);
        }
    }

    private static List<EnvVar> completed(List<EnvVar> own, List<EnvVar> others) {
        Set<String> names = own.stream().map(EnvVar::getName).collect(Collectors.toSet());
        List<EnvVar> all = new ArrayList<>(own);
        others.stream().filter(it -> !names.contains(it.getName())).forEach(all::add);
        return all;
    }

    private void addMounts(PodSpec other, Container from, Container to, boolean withClaims) {
        Set<String> taken =
                to.getVolumeMounts().stream()
                        .map(VolumeMount::getMountPath)
                        .collect(Collectors.toSet());
        List<VolumeMount> mounts = new ArrayList<>(to.getVolumeMounts());
        List<Volume> volumes = new ArrayList<>(other.getVolumes());
        for (VolumeMount mount : from.getVolumeMounts()) {
            Optional<Volume> volume =
                    taken.contains(mount.getMountPath())
                            ? Optional.empty()
                            : volume(mount.getName()).filter(it -> withClaims || !isClaim(it));
            volume.ifPresent(
                    it ->
                            mounts.add(
                                    new VolumeMountBuilder(mount)
                                            .withName(nameIn(volumes, it))
                                            .build()));
        }
        to.setVolumeMounts(mounts);
        other.setVolumes(volumes);
    }

    /** A volume of the pod; of its own claims only those that other pods can mount as well. */
    private Optional<Volume> volume(String name) {
        return pod.getVolumes().stream()
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .or(
                        () ->
                                cluster.spec().jobManager().volumeClaimTemplates().stream()
                                        .filter(it -> it.getMetadata().getName().equals(name))
                                        .filter(StorageView::isForMany)
                                        .findFirst()
                                        .map(it -> claimOfFirstPod(name)));
    }

    private Volume claimOfFirstPod(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(name + "-" + Names.jobManager(cluster.name()) + "-0")
                .endPersistentVolumeClaim()
                .build();
    }

    private static boolean isForMany(PersistentVolumeClaim claim) {
        return claim.getSpec().getAccessModes().stream().anyMatch(it -> it.endsWith("Many"));
    }

    private static boolean isClaim(Volume volume) {
        return volume.getPersistentVolumeClaim() != null || volume.getEphemeral() != null;
    }

    /** Adds a volume unless it is there; a different one of its name keeps that name. */
    private static String nameIn(List<Volume> volumes, Volume volume) {
        Optional<Volume> same =
                volumes.stream().filter(it -> it.getName().equals(volume.getName())).findFirst();
        if (same.isEmpty()) {
            volumes.add(volume);
            return volume.getName();
        }
        if (same.get().equals(volume)) {
            return volume.getName();
        }
        return nameIn(
                volumes, new VolumeBuilder(volume).withName("jm-" + volume.getName()).build());
    }

    private void addIdentity(PodSpec other, Container from, Container to, JobSpec own) {
        boolean isJobManagers =
                ContainerSecurity.isSaidOf(cluster.spec().jobManager())
                        && !ContainerSecurity.isSaidOf(own);
        if (isJobManagers) {
            other.setSecurityContext(pod.getSecurityContext());
            to.setSecurityContext(from.getSecurityContext());
        }
        String usual = HighAvailability.serviceAccount(cluster);
        if (Objects.equals(other.getServiceAccountName(), usual)) {
            other.setServiceAccountName(pod.getServiceAccountName());
        }
        if (other.getAutomountServiceAccountToken() == null) {
            other.setAutomountServiceAccountToken(pod.getAutomountServiceAccountToken());
        }
        if (other.getHostAliases().isEmpty()) {
            other.setHostAliases(pod.getHostAliases());
        }
        if (other.getDnsConfig() == null) {
            other.setDnsConfig(pod.getDnsConfig());
        }
    }

    /** Some claims can be attached to one node at a time: that of the JobManager. */
    static void keepNearJobManager(ValidCluster cluster, PodSpec pod) {
        if (pod.getAffinity() == null && pod.getVolumes().stream().anyMatch(StorageView::isClaim)) {
            pod.setAffinity(
                    new AffinityBuilder()
                            .withNewPodAffinity()
                            .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                            .withWeight(100)
                            .withNewPodAffinityTerm()
                            .withTopologyKey("kubernetes.io/hostname")
                            .withNewLabelSelector()
                            .withMatchLabels(Names.selector(cluster.name(), Names.JOB_MANAGER))
                            .endLabelSelector()
                            .endPodAffinityTerm()
                            .endPreferredDuringSchedulingIgnoredDuringExecution()
                            .endPodAffinity()
                            .build());
        }
    }
}
