package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.flinkoperator.api.FlinkCluster;
import java.io.Closeable;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What verbs ask of a Kubernetes cluster. */
interface Kubernetes extends AutoCloseable {
    /** The namespace that is meant. */
    String namespace();

    /** FlinkClusters, by name; of all namespaces if that is asked for. */
    List<FlinkCluster> clusters(boolean everywhere);

    /** A FlinkCluster; empty if there is none. */
    Optional<FlinkCluster> find(String name);

    /** A cluster's pods. */
    List<Pod> pods(String name);

    /** Other objects that a cluster owns. */
    List<HasMetadata> owned(FlinkCluster cluster);

    /** Events about a cluster and what it consists of, the oldest first. */
    List<Event> events(String name);

    /** The namespace's quotas; none if they may not be read. */
    List<ResourceQuota> quotas();

    /** What Flink's REST API answers to a GET; empty if it does not answer. */
    Optional<JsonNode> flink(FlinkCluster cluster, String path);

    /** Merges something into a FlinkCluster. */
    void merge(String name, JsonNode patch);

    /** Waits until a FlinkCluster is as wanted; empty if it is not within a time. */
    Optional<FlinkCluster> await(String name, Predicate<FlinkCluster> wanted, Duration time);

    /** Copies a container's log, and returns at its end. */
    void log(String pod, LogRequest request, OutputStream to);

    /** What of a log is wanted. */
    record LogRequest(
            String container, Optional<Integer> lines, boolean previous, boolean follow) {}

    /** Makes a JobManager's port reachable here until it is closed; 0 chooses a port. */
    Forward forward(FlinkCluster cluster, int port);

    /** A port that is forwarded. */
    record Forward(int port, Closeable end) {}

    @Override
    void close();

    /** A FlinkCluster that has to be there. */
    default FlinkCluster cluster(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                Failure.of(
                                        "There is no FlinkCluster '"
                                                + name
                                                + "' in namespace '"
                                                + namespace()
                                                + "'; list them with kubectl flink list -A."));
    }
}
