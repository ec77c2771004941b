package io.flinkoperator.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.flinkoperator.core.model.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why pods are not made, or their containers not started: a missing Secret, service account or
 * quota stands in no status, only in events. They are asked for while there is such an object.
 */
final class Warnings {
    /** A pod or workload that is younger is just being made. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Set<String> AWAITED = Set.of("ContainerCreating", "PodInitializing");

    private Warnings() {}

    static List<Warning> of(
            List<HasMetadata> owned, List<Pod> pods, KubernetesClient client, Instant now) {
        return Stream.concat(
                        owned.stream().filter(Warnings::lacksPods),
                        pods.stream().filter(Warnings::lacksContainers))
                .filter(object -> isOld(object, now))
                // Caches list in any order, and what is said must not change with it.
                .sorted(Comparator.comparing(object -> object.getMetadata().getName()))
                .limit(3)
                .flatMap(object -> latest(object, client).stream())
                .toList();
    }

    private static boolean isOld(HasMetadata object, Instant now) {
        return Instant.parse(object.getMetadata().getCreationTimestamp())
                .plus(PATIENCE)
                .isBefore(now);
    }

    private static boolean lacksPods(HasMetadata object) {
        if (object instanceof StatefulSet set) {
            return set.getStatus() == null
                    || !Objects.equals(set.getSpec().getReplicas(), set.getStatus().getReplicas());
        }
        if (object instanceof Deployment deployment) {
            return deployment.getStatus() == null
                    || !Objects.equals(
                            deployment.getSpec().getReplicas(),
                            deployment.getStatus().getReplicas());
        }
        return object instanceof Job job
                && (job.getStatus() == null
                        || (job.getStatus().getActive() == null
                                && job.getStatus().getConditions().isEmpty()));
    }

    /** Whether no container has ever started, and that is all that the pod's status tells. */
    private static boolean lacksContainers(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null || pod.getStatus() == null) {
            return false;
        }
        List<ContainerStatus> containers =
                Stream.concat(
                                pod.getStatus().getInitContainerStatuses().stream(),
                                pod.getStatus().getContainerStatuses().stream())
                        .toList();
        return !containers.isEmpty() && containers.stream().allMatch(Warnings::isAwaited);
    }

    private static boolean isAwaited(ContainerStatus container) {
        return container.getState() != null
                && container.getState().getWaiting() != null
                && AWAITED.contains(String.valueOf(container.getState().getWaiting().getReason()));
    }

    private static Optional<Warning> latest(HasMetadata object, KubernetesClient client) {
        return client
                .v1()
                .events()
                .inNamespace(object.getMetadata().getNamespace())
                .withField("involvedObject.uid", object.getMetadata().getUid())
                .withField("type", "Warning")
                .list()
                .getItems()
                .stream()
                .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .map(event -> warning(object, event));
    }

    private static Warning warning(HasMetadata object, Event event) {
        return new Warning(
                object.getKind() + " " + object.getMetadata().getName(),
                event.getReason(),
                event.getMessage());
    }
}
