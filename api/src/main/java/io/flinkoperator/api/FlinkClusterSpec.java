package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;

/**
 * The desired state of a Flink cluster. With {@code job} it is a job cluster, which runs that one
 * job and is cleaned up after it; without, a session cluster, which waits for jobs.
 *
 * @param flinkVersion Flink version in the image, for example "2.3" or "1.20.1". Default: taken
 *     from the image's tag. The version that really runs is shown in status.flinkVersion. Changing
 *     it replaces the pods.
 * @param image Used by JobManager, TaskManagers and job submitter. Changing it replaces the pods.
 * @param serviceAccountName Service account of all pods. Default: the namespace's default service
 *     account. Changing it replaces the pods.
 * @param jobManager Default: one with the default of each field.
 * @param taskManager Default: three with the default of each field.
 * @param job It can be neither added to a session cluster nor removed from a job cluster.
 * @param envVars Environment variables of all Flink containers. Changing them replaces the pods.
 * @param envFrom Sources of environment variables of all Flink containers. Changing them replaces
 *     the pods.
 * @param flinkProperties Flink configuration options, for example "taskmanager.numberOfTaskSlots":
 *     "2". The addresses and ports that the operator must own are overridden, with a warning in
 *     condition SpecWarning. Changing them replaces the pods.
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
        JobManagerSpec jobManager,
        TaskManagerSpec taskManager,
        JobSpec job,
        List<EnvVar> envVars,
        List<EnvFromSource> envFrom,
        Map<String, String> flinkProperties) {

    public FlinkClusterSpec {
        envVars = Copies.of(envVars);
        envFrom = Copies.of(envFrom);
        flinkProperties = Copies.of(flinkProperties);
    }
}
