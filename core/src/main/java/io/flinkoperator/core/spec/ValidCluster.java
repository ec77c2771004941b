package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param content What that hash is of.
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
        JsonNode content,
        List<Problem> warnings,
        Platform platform) {

    public ValidCluster {
        warnings = List.copyOf(warnings);
    }

    /**
     * The same under the name of a revision, which an older operator may have derived otherwise.
     */
    ValidCluster named(String name, JsonNode itsContent) {
        return new ValidCluster(
                namespace,
                this.name,
                uid,
                spec,
                flinkVersion,
                name,
                itsContent,
                warnings,
                platform);
    }

    /** The same, of the version that its Flink says it is, whatever is declared. */
    public ValidCluster ofVersion(FlinkVersion version) {
        return new ValidCluster(
                namespace,
                name,
                uid,
                spec,
                Optional.of(version),
                revision,
                content,
                warnings,
                platform);
    }

    /** The job; empty for a session cluster. */
    public Optional<JobSpec> job() {
        return Optional.ofNullable(spec.job());
    }

    /** Whether the JobManager itself runs the job. */
    public boolean isApplication() {
        return job().map(job -> job.mode() == JobMode.Application).orElse(false);
    }

    /**
     * Folder for savepoints: the job's own, else that of Flink's options; empty if there is none.
     */
    public Optional<String> savepointFolder() {
        return job().map(JobSpec::savepointsDir)
                .or(() -> option("execution.checkpointing.savepoint-dir"))
                .or(() -> option("state.savepoints.dir"));
    }

    /** Folder for checkpoints, as far as Flink's options say; the job's code may say otherwise. */
    public Optional<String> checkpointFolder() {
        return option("execution.checkpointing.dir").or(() -> option("state.checkpoints.dir"));
    }

    /** Whether Flink makes a folder for the checkpoints of each job. */
    public boolean hasCheckpointFolderByJob() {
        return option("execution.checkpointing.create-subdir")
                .or(() -> option("state.checkpoints.create-subdir"))
                .filter("false"::equalsIgnoreCase)
                .isEmpty();
    }

    /** A Flink option as the user wrote it. */
    public Optional<String> option(String key) {
        return Optional.ofNullable(spec.flinkProperties().get(key)).filter(it -> !it.isBlank());
    }

    /** Number of TaskManagers. */
    public int taskManagers() {
        return spec.taskManager().replicas();
    }
}
