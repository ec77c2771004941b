package io.flinkoperator.core.spec;

import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JobMode;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.model.Platform;
import java.util.List;
import java.util.Optional;

/**
 * A cluster whose spec is valid and has its defaults filled in.
 *
 * @param namespace Namespace of the FlinkCluster.
 * @param name Name of the FlinkCluster.
 * @param uid Kubernetes' unique id of the FlinkCluster.
 * @param spec The spec, defaults filled in.
 * @param flinkVersion Version of Flink, as far as it is declared.
 * @param revision Name of what the pods are made from: the cluster's name and a hash.
 * @param warnings What is accepted but has no effect.
 * @param platform What the operator was told of the place where it runs.
 */
public record ValidCluster(
        String namespace,
        String name,
        String uid,
        FlinkClusterSpec spec,
        Optional<FlinkVersion> flinkVersion,
        String revision,
        List<Problem> warnings,
        Platform platform) {

    public ValidCluster {
        warnings = List.copyOf(warnings);
    }

    /** The job; empty for a session cluster. */
    public Optional<JobSpec> job() {
        return Optional.ofNullable(spec.job());
    }

    /** Whether the JobManager itself runs the job. */
    public boolean isApplication() {
        return job().map(job -> job.mode() == JobMode.Application).orElse(false);
    }

    /** Number of TaskManagers. */
    public int taskManagers() {
        return spec.taskManager().replicas();
    }
}
