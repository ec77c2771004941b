package io.flinkoperator.kubectl.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a diagnosis is made from.
 *
 * @param portrait The cluster.
 * @param pods Its pods.
 * @param events Events about it and its parts, the oldest first.
 * @param quotas Quotas of its namespace.
 * @param exceptions What Flink says of the job's exceptions; empty if it says nothing.
 * @param logs What containers that crash have said last.
 * @param now The time.
 */
public record Sight(
        Portrait portrait,
        List<Pod> pods,
        List<Event> events,
        List<ResourceQuota> quotas,
        Optional<JsonNode> exceptions,
        List<String> logs,
        Instant now) {}
