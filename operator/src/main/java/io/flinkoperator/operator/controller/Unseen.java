package io.flinkoperator.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Objects that were created and are not in the caches yet. A round that does not see them would
 * create them again; that fails and does no harm, but it is a write for nothing.
 */
final class Unseen {
    /** A cache that lags behind for longer, or an object that is gone again, holds nothing up. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Map<String, Instant>> created = new ConcurrentHashMap<>();

    /** Notes that an object of a cluster was created. */
    void created(FlinkCluster cluster, HasMetadata object, Instant now) {
        created.computeIfAbsent(uid(cluster), any -> new ConcurrentHashMap<>())
                .put(key(object), now);
    }

    /** Whether something that was created a moment ago is not seen. */
    boolean isBehind(Observation seen) {
        String cluster = uid(seen.cluster());
        Map<String, Instant> missing = created.get(cluster);
        if (missing == null) {
            return false;
        }
        missing.keySet()
                .removeAll(seen.owned().stream().map(Unseen::key).collect(Collectors.toSet()));
        missing.values().removeIf(since -> since.isBefore(seen.now().minus(PATIENCE)));
        if (missing.isEmpty()) {
            created.remove(cluster);
        }
        return !missing.isEmpty();
    }

    private static String uid(FlinkCluster cluster) {
        return cluster.getMetadata().getUid();
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
