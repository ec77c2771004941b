package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.ValidationRule;
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

/**
 * The job of a job cluster. It is submitted exactly once, however often the operator is restarted.
 *
 * @param jarFile The job's jar: a path inside the image such as "/opt/flink/usrlib/job.jar" (also
 *     written with local: or file:), or a URI that is fetched by the pod that needs it: https,
 *     http, gs, s3, abfs or abfss. Required unless there is a pyFile or pyModule or mode is
 *     Application, where the default is all jars in /opt/flink/usrlib.
 * @param jarSha256 SHA-256 of a remote jarFile, 64 hexadecimal digits; any other content is
 *     refused.
 * @param jarFetch Default: that of each field.
 * @param classPath URLs, reachable from all pods, that are added to the class path of the job.
 * @param className Class whose main method defines the job. Default: the Main-Class of the jar's
 *     manifest.
 * @param pyFile Python file that defines the job, inside the image, which must hold Python and
 *     PyFlink.
 * @param pyFiles Further Python files, folders or archives, separated by commas.
 * @param pyModule Python module that defines the job; needs pyFiles.
 * @param args Arguments of the main method.
 * @param mode How the job gets into the cluster. Detached: a pod named after the cluster, with the
 *     suffix -job-submitter, submits it and ends. Blocking: the same pod stays until the job is
 *     over, for programs that need an attached client. Application: the JobManager itself runs the
 *     main method; recommended for new clusters.
 * @param parallelism Default parallelism of the job. Default: Flink's option parallelism.default in
 *     flinkProperties, else all slots of the cluster.
 * @param fromSavepoint Path of a savepoint or retained checkpoint that the first run of the job
 *     starts from. Later runs go on from where the one before ended.
 * @param savepoint Older spelling of fromSavepoint.
 * @param allowNonRestoredState Whether state of the savepoint that the job has no operator for may
 *     be dropped.
 * @param savepointsDir Folder for savepoints, for example "gs://bucket/savepoints". Default:
 *     Flink's option for it in flinkProperties, else there are none.
 * @param savepointFormatType Format of savepoints since Flink 1.15. Default: CANONICAL.
 * @param autoSavepointSeconds Time between the completion of a savepoint and the next one. Default:
 *     none are taken by themselves.
 * @param autoSavepointSecondsToo How older guides spell autoSavepointSeconds.
 * @param savepointSchedule Default: none.
 * @param savepointRetention Default: all savepoints are kept.
 * @param savepointGeneration Counter whose increase asks for a savepoint. Annotation
 *     flinkclusters.flinkoperator.k8s.io/user-control: savepoint does the same.
 * @param takeSavepointOnUpdate Whether an update stops the job with a savepoint. If not, the job is
 *     cancelled and goes on from its newest savepoint or checkpoint. Default: true.
 * @param takeSavepointOnUpgrade Older spelling of takeSavepointOnUpdate.
 * @param maxStateAgeToRestoreSeconds Age up to which a savepoint or checkpoint may be restored, by
 *     the time the job ended. Without one that is young enough an update is held back, and a failed
 *     job is not restarted. Default: any age.
 * @param savepointOnDeletion Whether deleting the FlinkCluster stops a running job with a savepoint
 *     first, if there is a folder for it.
 * @param deletionTimeoutSeconds Time that this may take; then the cluster is deleted without it.
 * @param updateTimeoutSeconds Time in which an update has to make the job run and complete a
 *     checkpoint; then the revision before it is deployed again.
 * @param ttlSecondsAfterFinished Time between the end of the job and what cleanupPolicy does.
 *     Default: none.
 * @param noLoggingToStdout Only for Flink before 1.10: whether the submitting client is silent.
 *     Without effect since.
 * @param restartPolicy What happens after a failure that Flink's own restart strategy gave up on.
 *     Never: the job stays Failed. FromSavepointOnFailure: it is started again from its newest
 *     savepoint or checkpoint; also when its JobManager was lost.
 * @param restartBackoff Default: that of each field.
 * @param cleanupPolicy Default: that of each field.
 * @param cancelRequested Whether the job is cancelled, with a savepoint if there is a folder for
 *     it. Back to false, it goes on from there.
 * @param resources CPU and memory of the container that submits the job; without effect in mode
 *     Application.
 * @param volumes Volumes of the pod that submits the job, as Kubernetes defines them.
 * @param volumeMounts Mounts of the Flink container; init containers get those whose mountPath they
 *     do not use themselves.
 * @param mounts Older spelling of volumeMounts.
 * @param initContainers Containers that run before Flink, as Kubernetes defines them. They get the
 *     environment variables of the cluster.
 * @param nodeSelector Labels of the nodes that the pod that submits the job may run on.
 * @param tolerations Taints of nodes that are tolerated.
 * @param affinity Nodes and pods to be near to or apart from, as Kubernetes defines it.
 * @param topologySpreadConstraints How the pod that submits the job spread over zones and nodes, as
 *     Kubernetes defines it.
 * @param podAnnotations Annotations of the pod that submits the job.
 * @param podLabels Labels of the pod that submits the job, beside the operator's own.
 * @param securityContext Security settings of the pod that submits the job, as Kubernetes defines
 *     them. Default: as that of jobManager.
 * @param hostAliases Entries of the pods' /etc/hosts.
 * @param podTemplate Anything else about the pod that submits the job: laid over what the operator
 *     makes of all other fields, containers merged by their name ("main" is Flink's). What the
 *     operator finds its pods by stays.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "self.mode == 'Application' || (has(self.jarFile) && self.jarFile.trim() != '') ||"
                        + " (has(self.pyFile) && self.pyFile.trim() != '') ||"
                        + " (has(self.pyModule) && self.pyModule.trim() != '')",
        message =
                "jarFile is required unless mode is Application or there is a pyFile or pyModule;"
                        + " set it to the path of the job's jar inside the image, or to its URI")
public record JobSpec(
        String jarFile,
        @Pattern("^(\\s*|[0-9a-fA-F]{64})$") String jarSha256,
        JarFetch jarFetch,
        List<String> classPath,
        String className,
        String pyFile,
        String pyFiles,
        String pyModule,
        List<String> args,
        @Default("Detached") JobMode mode,
        @Min(1) @Max(32768) Integer parallelism,
        @WhenChanged(Effect.RESTORE) String fromSavepoint,
        @WhenChanged(Effect.RESTORE) String savepoint,
        @Default("false") Boolean allowNonRestoredState,
        @WhenChanged(Effect.NOTHING) String savepointsDir,
        @WhenChanged(Effect.NOTHING) SavepointFormatType savepointFormatType,
        @WhenChanged(Effect.NOTHING) @Min(1) Integer autoSavepointSeconds,
        @WhenChanged(Effect.NOTHING) @JsonProperty("autoSavePointSeconds") @Min(1) Integer autoSavepointSecondsToo,
        @WhenChanged(Effect.NOTHING) SavepointSchedule savepointSchedule,
        @WhenChanged(Effect.NOTHING) SavepointRetention savepointRetention,
        @WhenChanged(Effect.NOTHING) @Min(0) Integer savepointGeneration,
        @WhenChanged(Effect.NOTHING) Boolean takeSavepointOnUpdate,
        @WhenChanged(Effect.NOTHING) Boolean takeSavepointOnUpgrade,
        @WhenChanged(Effect.NOTHING) @Min(0) Integer maxStateAgeToRestoreSeconds,
        @WhenChanged(Effect.NOTHING) @Default("true") Boolean savepointOnDeletion,
        @WhenChanged(Effect.NOTHING) @Default("300") @Min(0) Integer deletionTimeoutSeconds,
        @WhenChanged(Effect.NOTHING) @Default("600") @Min(1) Integer updateTimeoutSeconds,
        @WhenChanged(Effect.NOTHING) @Min(0) Integer ttlSecondsAfterFinished,
        @WhenChanged(Effect.NOTHING) Boolean noLoggingToStdout,
        @WhenChanged(Effect.NOTHING) @Default("Never") RestartPolicy restartPolicy,
        @WhenChanged(Effect.NOTHING) RestartBackoff restartBackoff,
        @WhenChanged(Effect.NOTHING) CleanupPolicy cleanupPolicy,
        @WhenChanged(Effect.STOP) @Default("false") Boolean cancelRequested,
        ResourceRequirements resources,
        List<Volume> volumes,
        List<VolumeMount> volumeMounts,
        List<VolumeMount> mounts,
        List<Container> initContainers,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Affinity affinity,
        List<TopologySpreadConstraint> topologySpreadConstraints,
        Map<String, String> podAnnotations,
        Map<String, String> podLabels,
        PodSecurityContext securityContext,
        List<HostAlias> hostAliases,
        PodTemplateSpec podTemplate)
        implements PodSettings {
    public JobSpec {
        classPath = Copies.of(classPath);
        args = Copies.of(args);
        volumes = Copies.of(volumes);
        volumeMounts = Copies.of(volumeMounts);
        mounts = Copies.of(mounts);
        initContainers = Copies.of(initContainers);
        tolerations = Copies.of(tolerations);
        topologySpreadConstraints = Copies.of(topologySpreadConstraints);
        hostAliases = Copies.of(hostAliases);
        nodeSelector = Copies.of(nodeSelector);
        podAnnotations = Copies.of(podAnnotations);
        podLabels = Copies.of(podLabels);
    }

    @Override
    public List<Container> sidecars() {
        return List.of();
    }
}
