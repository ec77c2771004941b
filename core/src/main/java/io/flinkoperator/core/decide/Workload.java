package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Objects;
import java.util.Optional;

/**
 * What makes the pods of a component, and how far it is.
 *
 * @param object The StatefulSet or Deployment.
 * @param wanted Number of pods that it should have.
 * @param pods Number of pods that exist.
 * @param ready Number of pods that are ready.
 * @param hasOneRevision Whether all pods are made from the same template, as far as is known.
 * @param isUpToDate Whether what is known of the pods is about the present template.
 */
record Workload(
        HasMetadata object,
        int wanted,
        int pods,
        int ready,
        boolean hasOneRevision,
        boolean isUpToDate) {

    /** The workload that an object is; empty if it is something else. */
    static Optional<Workload> of(HasMetadata object) {
        if (object instanceof StatefulSet set) {
            return Optional.of(of(set));
        }
        return object instanceof Deployment deployment
                ? Optional.of(of(deployment))
                : Optional.empty();
    }

    private static Workload of(StatefulSet set) {
        var status = set.getStatus();
        int wanted = set.getSpec().getReplicas();
        return status == null
                ? new Workload(set, wanted, 0, 0, true, false)
                : new Workload(
                        set,
                        wanted,
                        number(status.getReplicas()),
                        number(status.getReadyReplicas()),
                        Objects.equals(status.getCurrentRevision(), status.getUpdateRevision()),
                        isOf(set, status.getObservedGeneration()));
    }

    private static Workload of(Deployment deployment) {
        var status = deployment.getStatus();
        int wanted = deployment.getSpec().getReplicas();
        return status == null
                ? new Workload(deployment, wanted, 0, 0, true, false)
                : new Workload(
                        deployment,
                        wanted,
                        number(status.getReplicas()),
                        number(status.getReadyReplicas()),
                        Objects.equals(status.getUpdatedReplicas(), status.getReplicas()),
                        isOf(deployment, status.getObservedGeneration()));
    }

    /** Whether all pods are made from the present template, and ready. */
    boolean isRolledOut() {
        return isUpToDate && hasOneRevision && ready >= wanted;
    }

    private static boolean isOf(HasMetadata object, Long generation) {
        return object.getMetadata().getGeneration().equals(generation);
    }

    private static int number(Integer count) {
        return count == null ? 0 : count;
    }
}
