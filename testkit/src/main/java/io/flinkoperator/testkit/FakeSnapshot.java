package io.flinkoperator.testkit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A checkpoint or savepoint that was begun; never changes, its end makes a new one. */
public record FakeSnapshot(
        long id, boolean isSavepoint, Instant triggered, String status, String path) {

    private static final long DURATION = 50;

    boolean isCompleted() {
        return status.equals("COMPLETED");
    }

    boolean isInProgress() {
        return status.equals("IN_PROGRESS");
    }

    FakeSnapshot completedAt(String place) {
        return new FakeSnapshot(id, isSavepoint, triggered, "COMPLETED", place);
    }

    FakeSnapshot failed() {
        return new FakeSnapshot(id, isSavepoint, triggered, "FAILED", "");
    }

    /** An element of the statistics' history. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("className", status.toLowerCase(java.util.Locale.ROOT));
        json.put("id", id);
        json.put("status", status);
        json.put("is_savepoint", isSavepoint);
        json.put("savepointFormat", isSavepoint ? "CANONICAL" : null);
        json.put("trigger_timestamp", triggered.toEpochMilli());
        json.put("latest_ack_timestamp", isCompleted() ? triggered.toEpochMilli() + DURATION : -1L);
        json.put("checkpoint_type", isSavepoint ? "SAVEPOINT" : "CHECKPOINT");
        json.put("tasks", Map.of());
        if (isCompleted()) {
            json.put("external_path", path);
            json.put("discarded", false);
        }
        return json;
    }
}
