package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import java.util.List;
import java.util.Map;

/**
 * The desired state of a Flink cluster. With {@code job} it is a job cluster, which runs that one
 * job and is cleaned up after it; without, a session cluster, which waits for jobs. Changing a
 * field replaces the pods unless its description says otherwise.
 *
 * @param flinkVersion Flink version in the image, for example "2.3", "1.20.1" or "v1.20". Default:
 *     taken from the tag of an image named flink. The version that really runs is shown in
 *     status.flinkVersion.
 * @param image Used by JobManager, TaskManagers and job submitter.
 * @param serviceAccountName Service account of all pods. Default: the namespace's default service
 *     account; with highAvailability, one of the cluster's own.
 * @param batchScheduler Default: none, pods are scheduled one by one.
 * @param batchSchedulerName Older spelling of batchScheduler.name.
 * @param podDisruptionBudget How many pods of the cluster may be evicted at once, as Kubernetes
 *     defines it. Its selector always is that of all pods of the cluster.
 * @param networkPolicy Who may connect to the cluster's pods.
 * @param jobManager Default: one with the default of each field.
 * @param taskManager Default: three with the default of each field.
 * @param job It can be neither added to a session cluster nor removed from a job cluster.
 * @param highAvailability Default: none; a lost JobManager takes its jobs along.
 * @param envVars Environment variables of all Flink containers and init containers.
 * @param envFrom Sources of environment variables of all Flink containers and init containers.
 * @param flinkProperties Flink configuration options, for example "taskmanager.numberOfTaskSlots":
 *     "2". The addresses and ports that the operator must own are overridden, with a warning in
 *     condition SpecWarning.
 * @param hadoopConfig Default: none.
 * @param gcpConfig Default: none.
 * @param logConfig Files for Flink's configuration folder by name, for example
 *     "log4j-console.properties". Default: those of the image.
 * @param podTemplate Anything else about all pods: laid over what the operator makes of all other
 *     fields, before the component's own podTemplate.
 * @param suspend Whether the job is stopped, with a savepoint if there is a folder for it, and the
 *     pods are removed. Back to false, it goes on from there.
 * @param interruptRunningJobs Only for a session cluster: whether a change of the spec may replace
 *     pods while jobs are running, which end with them.
 * @param revisionHistoryLimit Number of older revisions that are kept, as ControllerRevisions.
 * @param recreateOnUpdate Whether an update that changes pods removes all of them before it makes
 *     new ones. If not, they are replaced one by one while the job is stopped.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.job) == has(oldSelf.job)",
        message =
                "spec.job can be neither added nor removed: a cluster stays a session cluster or a"
                        + " job cluster; create another FlinkCluster")
public record FlinkClusterSpec(
        String flinkVersion,
        @Required ImageSpec image,
        String serviceAccountName,
        BatchScheduler batchScheduler,
        String batchSchedulerName,
        @WhenChanged(Effect.IN_PLACE) PodDisruptionBudgetSpec podDisruptionBudget,
        @WhenChanged(Effect.IN_PLACE) NetworkAccess networkPolicy,
        JobManagerSpec jobManager,
        TaskManagerSpec taskManager,
        JobSpec job,
        HighAvailability highAvailability,
        List<EnvVar> envVars,
        List<EnvFromSource> envFrom,
        Map<String, String> flinkProperties,
        HadoopConfig hadoopConfig,
        GcpConfig gcpConfig,
        Map<String, String> logConfig,
        PodTemplateSpec podTemplate,
        @WhenChanged(Effect.STOP) @Default("false") Boolean suspend,
        @WhenChanged(Effect.NOTHING) @Default("false") Boolean interruptRunningJobs,
        @WhenChanged(Effect.NOTHING) @Default("10") @Min(1) Integer revisionHistoryLimit,
        @WhenChanged(Effect.NOTHING) @Default("true") Boolean recreateOnUpdate) {
    public FlinkClusterSpec {
        envVars = Copies.of(envVars);
        envFrom = Copies.of(envFrom);
        flinkProperties = Copies.of(flinkProperties);
        logConfig = Copies.of(logConfig);
    }
}
