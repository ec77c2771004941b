package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;

/** A pod that deletes a savepoint of a job that has no JobManager. */
public final class Disposal {
    private static final String DELETE =
            Restoring.PROGRAM + "run DeleteSavepoint \"$2\" || exit 1\n";

    private Disposal() {}

    /** Name of the Kubernetes Job. */
    public static String name(String cluster) {
        return cluster + "-disposal";
    }

    /** What the label of a job id says on it. */
    public static String id(String savepoint) {
        return "disposal-" + Revision.hash(savepoint).substring(0, 12);
    }

    /** The Kubernetes Job for a savepoint. */
    public static Job of(ValidCluster cluster, String savepoint) {
        String programs = cluster.platform().restorePrograms();
        List<String> args =
                List.of("bash", "-c", DELETE, "disposal", programs, Literal.of(savepoint));
        return Jobs.once(
                cluster,
                name(cluster.name()),
                id(savepoint),
                UtilityPods.besideJob(cluster, args, false));
    }
}
