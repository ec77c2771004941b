package io.flinkoperator.core.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.core.spec.Json;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier round wrote. It may come from another operator or another version of this one: a
 * field that cannot be read is taken as absent, and never stops a round.
 */
public final class RecordedStatus {
    private static final FlinkClusterStatus NOTHING =
            new FlinkClusterStatus(
                    null, null, null, null, null, null, null, null, null, null, null, null);

    private RecordedStatus() {}

    /** The status as it can be read. */
    public static FlinkClusterStatus of(JsonNode status) {
        if (!(status instanceof ObjectNode written)) {
            return NOTHING;
        }
        ObjectNode readable = written;
        while (true) {
            try {
                return withWholeConditions(Json.read(readable, FlinkClusterStatus.class));
            } catch (JsonMappingException unreadable) {
                readable = readable.deepCopy();
                if (!remove(readable, unreadable.getPath())) {
                    return NOTHING;
                }
            } catch (JsonProcessingException impossible) {
                return NOTHING;
            }
        }
    }

    /** A condition that lacks what Kubernetes requires of conditions is none. */
    private static FlinkClusterStatus withWholeConditions(FlinkClusterStatus status) {
        return new FlinkClusterStatus(
                status.state(),
                status.flinkVersion(),
                status.components(),
                status.revision(),
                status.savepoint(),
                status.savepoints().stream().filter(it -> it.location() != null).toList(),
                status.control(),
                status.operation(),
                status.history(),
                status.conditions().stream()
                        .filter(c -> c.getType() != null)
                        .filter(c -> c.getStatus() != null && c.getReason() != null)
                        .toList(),
                status.observedGeneration(),
                status.lastUpdateTime());
    }

    /** The job; empty in a session cluster, and before its first round. */
    public static Optional<JobStatus> job(FlinkClusterStatus status) {
        return Optional.ofNullable(status.components()).map(ComponentsStatus::job);
    }

    private static boolean remove(JsonNode from, List<JsonMappingException.Reference> path) {
        JsonNode parent = from;
        for (int step = 0; step < path.size() - 1; step++) {
            parent = child(parent, path.get(step));
        }
        if (path.isEmpty() || parent == null) {
            return false;
        }
        JsonMappingException.Reference last = path.get(path.size() - 1);
        return parent instanceof ObjectNode object
                ? object.remove(last.getFieldName()) != null
                : parent instanceof ArrayNode array && array.remove(last.getIndex()) != null;
    }

    private static JsonNode child(JsonNode parent, JsonMappingException.Reference step) {
        if (parent == null) {
            return null;
        }
        return step.getFieldName() == null
                ? parent.get(step.getIndex())
                : parent.get(step.getFieldName());
    }
}
