package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.flinkoperator.api.JarFetch;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.Amounts;
import io.flinkoperator.core.spec.JarFile;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches a remote jar into the pod that needs it; the operator itself never does. */
final class JarFetches {
    /** Name of the container that fetches the jar. */
    static final String CONTAINER = "flink-fetch-jar";

    /** Name of the volume that the jar is in. */
    static final String VOLUME = "flink-job-jar";

    private static final String FILE = "/job.jar";

    /** Options of Flink's JVM, such as an agent, are not for this one. */
    private static final String JAVA_OPTIONS = "JAVA_TOOL_OPTIONS";

    /** What it needs. */
    private static final ResourceRequirements FEW =
            new ResourceRequirementsBuilder()
                    .addToRequests("cpu", new Quantity("100m"))
                    .addToRequests("memory", new Quantity("128Mi"))
                    .addToLimits("memory", new Quantity("256Mi"))
                    .build();

    private JarFetches() {}

    /** The job's jar, if it has to be fetched. */
    static Optional<JarFile> remote(ValidCluster cluster) {
        return cluster.job().map(JobSpec::jarFile).flatMap(JarFile::of).filter(JarFile::isRemote);
    }

    static Volume volume() {
        return Mounts.emptyDir(VOLUME);
    }

    static VolumeMount mount(ValidCluster cluster) {
        return Mounts.mount(VOLUME, folder(cluster), false);
    }

    /** In mode Application all versions look for jars in usrlib, and some only there. */
    private static String folder(ValidCluster cluster) {
        return cluster.isApplication() ? "/opt/flink/usrlib" : "/opt/flink/job-jar";
    }

    /** Where the job's jar lies in the pods that need it. */
    static Optional<String> path(ValidCluster cluster) {
        return cluster.job()
                .map(JobSpec::jarFile)
                .flatMap(JarFile::of)
                .map(jar -> jar.isRemote() ? folder(cluster) + FILE : jar.path());
    }

    /**
     * The container that fetches the jar.
     *
     * @param flink Resources of the Flink container: what a quota or a LimitRange of the namespace
     *     lets pass for that one, it lets pass for this one, which costs nothing beside it.
     */
    static Container container(ValidCluster cluster, JarFile jar, ResourceRequirements flink) {
        JobSpec job = cluster.job().orElseThrow();
        JarFetch how = job.jarFetch();
        List<EnvVar> variables = new ArrayList<>(Mounts.variables(cluster));
        variables.removeIf(variable -> variable.getName().equals(JAVA_OPTIONS));
        variables.add(Mounts.variable(JAVA_OPTIONS, ""));
        variables.add(Mounts.variable("FETCH_URI", jar.text()));
        variables.add(Mounts.variable("FETCH_TARGET", folder(cluster) + FILE));
        Optional.ofNullable(job.jarSha256())
                .ifPresent(sum -> variables.add(Mounts.variable("FETCH_SHA256", sum)));
        variables.add(
                Mounts.variable(
                        "FETCH_MAX_BYTES",
                        Amounts.of(how.maxSize()).orElseThrow().toBigInteger().toString()));
        variables.add(
                Mounts.variable("FETCH_TIMEOUT_SECONDS", String.valueOf(how.timeoutSeconds())));
        if (!how.allowedHosts().isEmpty()) {
            variables.add(
                    Mounts.variable("FETCH_ALLOWED_HOSTS", String.join(",", how.allowedHosts())));
        }
        List<VolumeMount> mounts = new ArrayList<>(Mounts.mounts(cluster));
        mounts.add(mount(cluster));
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(cluster.platform().fetchImage())
                .withCommand("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m")
                .addToCommand("-cp", "/app/libs/*", "io.flinkoperator.fetch.Fetch")
                .withEnv(variables)
                .withEnvFrom(sources(cluster, how))
                .withVolumeMounts(mounts)
                .withResources(isNothing(flink) ? FEW : flink)
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .build();
    }

    private static boolean isNothing(ResourceRequirements resources) {
        return resources == null
                || (resources.getLimits().isEmpty() && resources.getRequests().isEmpty());
    }

    private static List<EnvFromSource> sources(ValidCluster cluster, JarFetch how) {
        List<EnvFromSource> sources = new ArrayList<>(cluster.spec().envFrom());
        Optional.ofNullable(how.credentialsSecretName())
                .map(
                        name ->
                                new EnvFromSourceBuilder()
                                        .withNewSecretRef()
                                        .withName(name)
                                        .endSecretRef()
                                        .build())
                .ifPresent(sources::add);
        return sources;
    }
}
