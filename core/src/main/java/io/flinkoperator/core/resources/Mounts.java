package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.flinkoperator.api.GcpConfig;
import io.flinkoperator.api.GcpServiceAccount;
import io.flinkoperator.api.HadoopConfig;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Volumes, mounts and environment variables that every pod of a cluster has. */
final class Mounts {
    /** Name of the container that fills the configuration folder. */
    static final String FILLER = "flink-config";

    private static final String CONFIGURATION = "flink-config-volume";
    private static final String FILES = "flink-config-files";
    private static final String HADOOP = "hadoop-config-volume";
    private static final String GCP = "gcp-service-account-volume";

    /**
     * Fills the configuration folder: what the image has there, over it the cluster's files. A
     * ConfigMap alone would hide the image's, its logging configuration among them.
     */
    private static final String FILL =
            "cp -r /opt/flink/conf/. /flink-conf/"
                    + " && rm -f /flink-conf/flink-conf.yaml /flink-conf/config.yaml"
                    + " && cp -L /flink-config-files/* /flink-conf/";

    /** JobManagers that stand by are told apart by their addresses. */
    private static final String OWN_ADDRESS =
            " && sed -i \"s/^jobmanager.rpc.address: .*/jobmanager.rpc.address: $POD_IP/\""
                    + " /flink-conf/*.yaml";

    private Mounts() {}

    /** Whether a volume is filled by the operator's own containers. */
    static boolean isOurs(Volume volume) {
        return volume.getName().equals(CONFIGURATION);
    }

    /** The same pod with the files of another ConfigMap. */
    static PodTemplateSpec withConfiguration(PodTemplateSpec pod, String configMap) {
        return new PodTemplateSpecBuilder(pod)
                .editSpec()
                .editMatchingVolume(volume -> FILES.equals(volume.getName()))
                .editConfigMap()
                .withName(configMap)
                .endConfigMap()
                .endVolume()
                .endSpec()
                .build();
    }

    static List<Volume> volumes(ValidCluster cluster) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(
                new VolumeBuilder()
                        .withName(FILES)
                        .withNewConfigMap()
                        .withName(Names.configMap(cluster.name()))
                        .endConfigMap()
                        .build());
        volumes.add(emptyDir(CONFIGURATION));
        hadoop(cluster)
                .map(
                        own ->
                                new VolumeBuilder()
                                        .withName(HADOOP)
                                        .withNewConfigMap()
                                        .withName(own.configMapName())
                                        .endConfigMap()
                                        .build())
                .ifPresent(volumes::add);
        gcp(cluster)
                .map(
                        own ->
                                new VolumeBuilder()
                                        .withName(GCP)
                                        .withNewSecret()
                                        .withSecretName(own.secretName())
                                        .endSecret()
                                        .build())
                .ifPresent(volumes::add);
        return volumes;
    }

    /**
     * What Flink's container sees. It cannot write its configuration: the entrypoint of the
     * official images sets the JobManager's address to its own host name and ports to fixed
     * numbers, and replaces every $. Where it can write nothing, it says so and goes on.
     */
    static List<VolumeMount> mounts(ValidCluster cluster) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount(CONFIGURATION, "/opt/flink/conf", true));
        hadoop(cluster).map(own -> mount(HADOOP, own.mountPath(), true)).ifPresent(mounts::add);
        gcp(cluster).map(own -> mount(GCP, own.mountPath(), true)).ifPresent(mounts::add);
        return mounts;
    }

    /** The user's variables; those that follow from other fields never override them. */
    static List<EnvVar> variables(ValidCluster cluster) {
        List<EnvVar> variables = new ArrayList<>(cluster.spec().envVars());
        hadoop(cluster)
                .map(own -> variable("HADOOP_CONF_DIR", own.mountPath()))
                .filter(derived -> isMissing(derived, variables))
                .ifPresent(variables::add);
        gcp(cluster)
                .map(own -> variable("GOOGLE_APPLICATION_CREDENTIALS", keyFile(own)))
                .filter(derived -> isMissing(derived, variables))
                .ifPresent(variables::add);
        return variables;
    }

    /** Writes the configuration folder before anything else starts. */
    static Container configuration(Container main, boolean withOwnAddress) {
        Container filler =
                new ContainerBuilder()
                        .withName(FILLER)
                        .withImage(main.getImage())
                        .withImagePullPolicy(main.getImagePullPolicy())
                        .withCommand("sh", "-c", withOwnAddress ? FILL + OWN_ADDRESS : FILL)
                        .withResources(main.getResources())
                        .withVolumeMounts(
                                mount(FILES, "/flink-config-files", true),
                                mount(CONFIGURATION, "/flink-conf", false))
                        .build();
        return withOwnAddress
                ? new ContainerBuilder(filler)
                        .addNewEnv()
                        .withName("POD_IP")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("status.podIP")
                        .endFieldRef()
                        .endValueFrom()
                        .endEnv()
                        .build()
                : filler;
    }

    static Volume emptyDir(String name) {
        return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
    }

    /** A volume of its own for each pod, which goes with the pod. */
    static Volume ephemeral(PersistentVolumeClaim claim) {
        return new VolumeBuilder()
                .withName(claim.getMetadata().getName())
                .withNewEphemeral()
                .withNewVolumeClaimTemplate()
                .withNewMetadata()
                .withLabels(claim.getMetadata().getLabels())
                .withAnnotations(claim.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(claim.getSpec())
                .endVolumeClaimTemplate()
                .endEphemeral()
                .build();
    }

    /**
     * The same for a container of the user's that runs before: it may complete the configuration.
     */
    static VolumeMount beforeFlink(VolumeMount mount) {
        return mount.getName().equals(CONFIGURATION)
                ? mount(CONFIGURATION, mount.getMountPath(), false)
                : mount;
    }

    static VolumeMount mount(String volume, String path, boolean isReadOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(isReadOnly ? true : null)
                .build();
    }

    static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static boolean isMissing(EnvVar derived, List<EnvVar> variables) {
        return variables.stream().noneMatch(own -> derived.getName().equals(own.getName()));
    }

    private static String keyFile(GcpServiceAccount own) {
        return own.mountPath() + (own.mountPath().endsWith("/") ? "" : "/") + own.keyFile();
    }

    private static Optional<HadoopConfig> hadoop(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().hadoopConfig());
    }

    private static Optional<GcpServiceAccount> gcp(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().gcpConfig()).map(GcpConfig::serviceAccount);
    }
}
