package io.flinkoperator.kubectl.text;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.WorkloadStatus;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.core.decide.RecordedStatus;
import io.flinkoperator.kubectl.text.Ink.Tone;
import java.util.Optional;

/**
 * What a FlinkCluster says of itself.
 *
 * @param cluster The FlinkCluster.
 * @param status Its status, as far as it can be read.
 */
public record Portrait(FlinkCluster cluster, FlinkClusterStatus status) {

    /** The portrait of a FlinkCluster. */
    public static Portrait of(FlinkCluster cluster) {
        return new Portrait(cluster, RecordedStatus.of(cluster.getStatus()));
    }

    /** Its name. */
    public String name() {
        return cluster.getMetadata().getName();
    }

    /** Namespace and name. */
    public String fullName() {
        return cluster.getMetadata().getNamespace() + "/" + name();
    }

    /** Whether it has a job of its own. */
    public boolean isJobCluster() {
        return cluster.getSpec() != null && cluster.getSpec().path("job").isObject();
    }

    /** Its job; empty before the first round. */
    public Optional<JobStatus> job() {
        return RecordedStatus.job(status);
    }

    /** The state of its job. */
    public JobState jobState() {
        return JobState.of(job().map(JobStatus::state).orElse(null));
    }

    /** A condition. */
    public Optional<Condition> condition(String type) {
        return status.conditions().stream().filter(it -> type.equals(it.getType())).findFirst();
    }

    /** Whether a condition is true. */
    public boolean is(String type) {
        return condition(type).filter(it -> "True".equals(it.getStatus())).isPresent();
    }

    Optional<OperationStatus> operation() {
        return Optional.ofNullable(status.operation());
    }

    Optional<WorkloadStatus> jobManager() {
        return Optional.ofNullable(status.components()).map(ComponentsStatus::jobManager);
    }

    Optional<WorkloadStatus> taskManager() {
        return Optional.ofNullable(status.components()).map(ComponentsStatus::taskManager);
    }

    /** Whether the operator has seen the spec as it is now. */
    boolean isUpToDate() {
        Long generation = cluster.getMetadata().getGeneration();
        return generation == null || generation.equals(status.observedGeneration());
    }

    Tone readiness() {
        return is("Ready") ? Tone.GOOD : is("Degraded") || is("Stalled") ? Tone.BAD : Tone.MIND;
    }

    /** The word of the condition Ready; a dash if nobody has said anything. */
    String ready() {
        return condition("Ready").map(Condition::getStatus).orElse("–");
    }

    static String orDash(String text) {
        return text == null || text.isBlank() ? "–" : text;
    }
}
