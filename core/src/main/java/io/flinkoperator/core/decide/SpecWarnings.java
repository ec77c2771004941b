package io.flinkoperator.core.decide;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Memo;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.CutFields;
import io.flinkoperator.core.spec.HighAvailabilityOptions;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What of a spec that is taken will not do what its author may think. */
public final class SpecWarnings {
    private SpecWarnings() {}

    /** What the spec alone tells, in a list of the caller's own; nothing if all has an effect. */
    public static List<Problem> of(ValidCluster cluster) {
        List<Problem> warnings = new ArrayList<>(cluster.warnings());
        tooManySlots(cluster).ifPresent(warnings::add);
        return warnings;
    }

    /** What is only seen of a spec where it was applied and runs. */
    static List<Problem> seen(ValidCluster cluster, Observation seen, Optional<String> jobId) {
        List<Problem> warnings = new ArrayList<>(cutFields(cluster, seen));
        if (jobId.isPresent() && HighAvailabilityOptions.mode(cluster.spec()).isPresent()) {
            recovered(seen, jobId.get()).ifPresent(warnings::add);
        }
        return warnings;
    }

    /** All that the fields that Kubernetes cut off follow from; a plan's cluster is not stored. */
    private record Stored(String uid, String resourceVersion, int annotations)
            implements Memo.Fact {}

    private static List<Problem> cutFields(ValidCluster cluster, Observation seen) {
        ObjectMeta metadata = seen.cluster().getMetadata();
        return cluster.platform()
                .memo()
                .get(
                        new Stored(
                                metadata.getUid(),
                                metadata.getResourceVersion(),
                                Objects.hashCode(metadata.getAnnotations())),
                        () -> CutFields.of(metadata));
    }

    /**
     * A job that Flink found in what a cluster deleted before had kept. It does not count if it
     * came after the FlinkCluster's own: a program may submit several.
     */
    private static Optional<Problem> recovered(Observation seen, String jobId) {
        if (!(seen.flink() instanceof FlinkView.Reachable up)) {
            return Optional.empty();
        }
        Optional<Instant> own = up.job(jobId).map(FlinkJob::startTime);
        return up.jobs().stream()
                .filter(job -> !job.id().equals(jobId) && !job.state().isTerminal())
                .filter(job -> own.filter(since -> !job.startTime().isBefore(since)).isEmpty())
                .findFirst()
                .map(
                        job ->
                                new Problem(
                                        "spec.flinkProperties",
                                        "its high availability brought back job "
                                                + job.id()
                                                + " "
                                                + quoted(job.name())
                                                + ", which this FlinkCluster did not submit and"
                                                + " leaves alone; cancel it if it does the work of"
                                                + " this one's job"));
    }

    private static Optional<Problem> tooManySlots(ValidCluster cluster) {
        int slots = FlinkConfiguration.slots(cluster);
        return cluster.job()
                .map(spec -> Jobs.parallelism(cluster, spec))
                .filter(parallelism -> parallelism > slots)
                .map(
                        parallelism ->
                                new Problem(
                                        cluster.job().orElseThrow().parallelism() == null
                                                ? "spec.flinkProperties.parallelism.default"
                                                : "spec.job.parallelism",
                                        quoted(parallelism)
                                                + " needs more slots than the "
                                                + slots
                                                + " that the TaskManagers have; the job may wait"
                                                + " for ever, so raise taskManager.replicas"));
    }
}
