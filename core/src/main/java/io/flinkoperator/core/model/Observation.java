package io.flinkoperator.core.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.api.FlinkCluster;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that thinking may use; nothing else is an input.
 *
 * @param cluster The custom resource.
 * @param owned The Kubernetes objects that it owns, pods aside. Shared with caches: never changed.
 * @param pods The cluster's pods.
 * @param warnings What Kubernetes says of objects that should have pods, or containers, and do not.
 * @param flink What is known of the JobManager.
 * @param failure Why the latest round failed; empty if it did not.
 * @param refusal Why the API server takes an object of the present spec for invalid; empty if it
 *     does not, or was not asked.
 * @param platform What the operator was told of the place where it runs.
 * @param now The time of looking.
 */
public record Observation(
        FlinkCluster cluster,
        List<HasMetadata> owned,
        List<Pod> pods,
        List<Warning> warnings,
        FlinkView flink,
        Optional<String> failure,
        Optional<String> refusal,
        Platform platform,
        Instant now) {

    public Observation {
        owned = sorted(owned);
        pods = sorted(pods);
        warnings = List.copyOf(warnings);
    }

    /** What was seen before the API server was asked about the spec. */
    public Observation(
            FlinkCluster cluster,
            List<HasMetadata> owned,
            List<Pod> pods,
            List<Warning> warnings,
            FlinkView flink,
            Optional<String> failure,
            Platform platform,
            Instant now) {
        this(cluster, owned, pods, warnings, flink, failure, Optional.empty(), platform, now);
    }

    /** The same, with the API server's refusal of the spec. */
    public Observation refused(String why) {
        return new Observation(
                cluster, owned, pods, warnings, flink, failure, Optional.of(why), platform, now);
    }

    /**
     * Caches list in any order; what is decided, or said of the first pod, must not depend on it.
     */
    private static <T extends HasMetadata> List<T> sorted(List<T> objects) {
        return objects.stream()
                .sorted(
                        Comparator.comparing((HasMetadata object) -> object.getKind())
                                .thenComparing(object -> object.getMetadata().getName()))
                .toList();
    }

    /** The owned object of a kind and name. */
    public <T extends HasMetadata> Optional<T> owned(Class<T> type, String name) {
        for (HasMetadata object : owned) {
            if (type.isInstance(object) && object.getMetadata().getName().equals(name)) {
                return Optional.of(type.cast(object));
            }
        }
        return Optional.empty();
    }
}
