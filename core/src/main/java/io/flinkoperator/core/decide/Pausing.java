package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.core.model.Observation;
import java.util.List;
import java.util.Optional;

/** A cluster that somebody wants to be left alone, for a time in which they look at it. */
final class Pausing {
    /** Annotation; any value but "false" counts, so that no slip of the pen is without effect. */
    static final String ANNOTATION = "flinkoperator.k8s.io/paused";

    static final String PAUSED = "Paused";

    private Pausing() {}

    static boolean isAskedFor(FlinkCluster cluster) {
        return Optional.ofNullable(cluster.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ANNOTATION))
                .filter(value -> !value.strip().equalsIgnoreCase("false"))
                .isPresent();
    }

    /** The others stay as they were; without the annotation, this one goes. */
    static List<Condition> conditions(Observation seen, FlinkClusterStatus recorded) {
        Conditions paused =
                new Conditions(
                        recorded.conditions(),
                        seen.cluster().getMetadata().getGeneration(),
                        seen.now());
        paused.set(
                PAUSED,
                true,
                "Annotated",
                "The operator does nothing to this cluster, and does not restart its job, until"
                        + " annotation "
                        + ANNOTATION
                        + " is taken away.");
        return paused.allAndOthers();
    }
}
