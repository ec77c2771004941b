package io.flinkoperator.core.spec;

import io.flinkoperator.api.AccessScope;
import io.flinkoperator.api.DeploymentType;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.FlinkPodSettings;
import io.flinkoperator.api.JobMode;
import io.flinkoperator.api.JobSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is accepted but has no effect, is overridden, or may be misread. */
final class Warnings {
    private static final Set<String> OUR_LABELS =
            Set.of("cluster", "app", "component", "app.kubernetes.io/managed-by");

    private final FlinkClusterSpec spec;
    private final Optional<FlinkVersion> version;
    private final Problems warnings = new Problems();

    private Warnings(FlinkClusterSpec spec) {
        this.spec = spec;
        version = FlinkVersion.of(spec);
    }

    static List<Problem> of(FlinkClusterSpec spec) {
        Warnings all = new Warnings(spec);
        all.options();
        all.cluster();
        all.jobManager();
        all.component("spec.jobManager", spec.jobManager());
        all.component("spec.taskManager", spec.taskManager());
        all.memory("spec.jobManager", spec.jobManager(), Feature.JOB_MANAGER_PROCESS_SIZE, "1.11");
        all.memory(
                "spec.taskManager", spec.taskManager(), Feature.TASK_MANAGER_PROCESS_SIZE, "1.10");
        if (spec.job() != null) {
            all.job(spec.job());
            all.savepoints(spec.job());
            all.warnings.addAll(Arguments.warnings(spec));
        } else {
            all.when(spec.suspend(), "spec.suspend", "has no effect on a session cluster");
        }
        return all.warnings.all();
    }

    private void when(boolean isSo, String field, String sentence) {
        if (isSo) {
            warnings.add(field, sentence);
        }
    }

    private void options() {
        warnings.addAll(FlinkOptions.warnings(spec));
        warnings.addAll(ImageVariables.warnings(spec.envVars()));
        if (version.isEmpty()) {
            warnings.addAll(LineFile.cutOff(spec.flinkProperties(), version));
        }
        warnings.addAll(LineFile.stripped(spec.flinkProperties(), version));
        LogFiles.unreadable(spec, version)
                .keySet()
                .forEach(
                        name ->
                                warnings.add(
                                        "spec.logConfig." + name,
                                        "is left out, because it is in a syntax of Log4j that would"
                                                + " stop this version of Flink; the image's own"
                                                + " file is used"));
    }

    private void cluster() {
        when(
                spec.gcpConfig() != null && spec.gcpConfig().serviceAccount() == null,
                "spec.gcpConfig",
                "has no effect without serviceAccount");
        when(
                spec.interruptRunningJobs() && spec.job() != null,
                "spec.interruptRunningJobs",
                "has no effect on a job cluster, whose job goes on from its state");
        when(
                spec.taskManager().deploymentType() == DeploymentType.Deployment
                        && spec.taskManager().persistentVolumeClaimRetentionPolicy() != null,
                "spec.taskManager.persistentVolumeClaimRetentionPolicy",
                "has no effect with deploymentType Deployment, whose volumes go with their pods");
    }

    private void jobManager() {
        var own = spec.jobManager();
        boolean hasBalancer =
                own.accessScope() == AccessScope.VPC || own.accessScope() == AccessScope.External;
        when(
                !own.loadBalancerSourceRanges().isEmpty() && !hasBalancer,
                "spec.jobManager.loadBalancerSourceRanges",
                "has no effect unless accessScope is VPC or External");
        when(
                own.ingress() != null
                        && own.ingress().tlsSecretName() != null
                        && !own.ingress().useTls(),
                "spec.jobManager.ingress.tlsSecretName",
                "has no effect unless useTls is true");
    }

    private void memory(String field, FlinkPodSettings own, Feature processSize, String since) {
        boolean hasProcessSize = processSize.isIn(version);
        when(
                own.memoryOffHeapRatio() != null && hasProcessSize,
                field + ".memoryOffHeapRatio",
                "has no effect since Flink " + since + "; use memoryProcessRatio");
        when(
                own.memoryOffHeapMin() != null && hasProcessSize,
                field + ".memoryOffHeapMin",
                "has no effect since Flink " + since + "; use memoryProcessRatio");
        when(
                own.memoryProcessRatio() != null && !hasProcessSize,
                field + ".memoryProcessRatio",
                "has no effect before Flink " + since + "; use memoryOffHeapRatio");
    }

    private void component(String field, FlinkPodSettings own) {
        own.podLabels().keySet().stream()
                .filter(OUR_LABELS::contains)
                .forEach(
                        key ->
                                warnings.add(
                                        field + ".podLabels." + key,
                                        "is overridden by the operator, which finds its pods by"
                                                + " it"));
    }

    private void job(JobSpec job) {
        boolean isRemote = JarFile.of(job.jarFile()).filter(JarFile::isRemote).isPresent();
        when(
                job.jarSha256() != null && !isRemote,
                "spec.job.jarSha256",
                "has no effect on a jarFile inside the image");
        when(
                job.noLoggingToStdout() != null,
                "spec.job.noLoggingToStdout",
                "has no effect: what the submitting client says is its pod's log");
        when(
                !Feature.JOB_ID_ON_COMMAND_LINE.isIn(version) && !job.classPath().isEmpty(),
                "spec.job.classPath",
                "has no effect before Flink 1.12");
        boolean hasPod =
                job.resources() != null
                        || job.affinity() != null
                        || job.securityContext() != null
                        || job.podTemplate() != null
                        || Stream.of(
                                        job.volumes(),
                                        job.volumeMounts(),
                                        job.initContainers(),
                                        job.tolerations(),
                                        job.topologySpreadConstraints(),
                                        job.hostAliases())
                                .anyMatch(list -> !list.isEmpty())
                        || Stream.of(job.podLabels(), job.podAnnotations(), job.nodeSelector())
                                .anyMatch(map -> !map.isEmpty());
        when(
                job.mode() == JobMode.Application && hasPod,
                "spec.job",
                "settings of the pod that submits the job have no effect in mode Application; use"
                        + " those of jobManager");
    }

    private void savepoints(JobSpec job) {
        boolean isAnywhere =
                job.savepointsDir() != null
                        || FlinkOptions.isSet(spec, "state.savepoints.dir")
                        || FlinkOptions.isSet(spec, "execution.checkpointing.savepoint-dir");
        when(
                job.savepointGeneration() != null && job.savepointGeneration() > 0 && !isAnywhere,
                "spec.job.savepointGeneration",
                "has no effect without savepointsDir");
        when(
                job.savepointFormatType() != null && !Feature.SAVEPOINT_TRIGGER_ID.isIn(version),
                "spec.job.savepointFormatType",
                "has no effect before Flink 1.15");
        when(
                job.savepointRetention() != null && !Feature.SAVEPOINT_TRIGGER_ID.isIn(version),
                "spec.job.savepointRetention",
                "has no effect before Flink 1.15");
    }
}
