package io.flinkoperator.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When something was first seen, by words that say what; times are those of System.nanoTime. */
final class Sightings {
    private final Map<String, Long> times = new ConcurrentHashMap<>();

    void see(String what) {
        times.putIfAbsent(what, System.nanoTime());
    }

    void see(HasMetadata object) {
        String name = object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
        see(name);
        if (object instanceof StatefulSet set) {
            see(name + "=" + set.getSpec().getReplicas());
        }
    }

    boolean has(String what) {
        return times.containsKey(what);
    }

    /** Milliseconds from a time to the sighting. */
    double since(long begin, String what) {
        return (times.get(what) - begin) / 1e6;
    }

    void forget(String what) {
        times.remove(what);
    }
}
