package io.flinkoperator.core.decide;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
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
