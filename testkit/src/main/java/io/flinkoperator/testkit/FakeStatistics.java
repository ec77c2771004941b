package io.flinkoperator.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a JobManager knows of the checkpoints of one job since it has got the job. */
final class FakeStatistics {
    private static final int HISTORY = 10;

    private final Map<Long, FakeSnapshot> snapshots = new LinkedHashMap<>();
    private final Optional<FakeSnapshot> restored;
    private long lastId;
    private long restarts;

    FakeStatistics() {
        this(0, Optional.empty());
    }

    private FakeStatistics(long lastId, Optional<FakeSnapshot> restored) {
        this.lastId = lastId;
        this.restored = restored;
    }

    /** Those of a run whose first snapshot gets the number after this one. */
    static FakeStatistics after(long id) {
        return new FakeStatistics(id, Optional.empty());
    }

    /** Those of the JobManager that goes on with the job: ids are counted on, nothing is known. */
    FakeStatistics recovered() {
        return new FakeStatistics(lastId, latest(FakeSnapshot::isCompleted));
    }

    FakeSnapshot begin(boolean isSavepoint, java.time.Instant now) {
        lastId++;
        var begun = new FakeSnapshot(lastId, isSavepoint, now, "IN_PROGRESS", "");
        put(begun);
        return begun;
    }

    void put(FakeSnapshot snapshot) {
        snapshots.put(snapshot.id(), snapshot);
    }

    Optional<FakeSnapshot> find(long id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    void setRestarts(long count) {
        restarts = count;
    }

    /** The answer of {@code /jobs/:jobid/checkpoints}. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        var counts = new LinkedHashMap<String, Object>();
        counts.put("restored", restored.isPresent() ? 1 : 0);
        counts.put("total", snapshots.size());
        counts.put("in_progress", count(FakeSnapshot::isInProgress));
        counts.put("completed", count(FakeSnapshot::isCompleted));
        counts.put("failed", count(one -> one.status().equals("FAILED")));
        json.put("counts", counts);
        json.put("summary", Map.of());
        var latest = new LinkedHashMap<String, Object>();
        latest.put("completed", element(one -> one.isCompleted() && !one.isSavepoint()));
        latest.put("savepoint", element(one -> one.isCompleted() && one.isSavepoint()));
        latest.put("failed", element(one -> one.status().equals("FAILED")));
        latest.put("restored", restored.map(FakeStatistics::restored).orElse(null));
        json.put("latest", latest);
        var newestFirst = new ArrayList<>(snapshots.values());
        Collections.reverse(newestFirst);
        json.put("history", newestFirst.stream().limit(HISTORY).map(FakeSnapshot::json).toList());
        return json;
    }

    private static Map<String, Object> restored(FakeSnapshot from) {
        return Map.of(
                "id", from.id(),
                "restore_timestamp", from.triggered().toEpochMilli(),
                "is_savepoint", from.isSavepoint(),
                "external_path", from.path());
    }

    private Object element(Predicate<FakeSnapshot> which) {
        return latest(which).map(FakeSnapshot::json).orElse(null);
    }

    private Optional<FakeSnapshot> latest(Predicate<FakeSnapshot> which) {
        return snapshots.values().stream().filter(which).reduce((older, newer) -> newer);
    }

    private long count(Predicate<FakeSnapshot> which) {
        return snapshots.values().stream().filter(which).count();
    }

    /** The answer of {@code /jobs/:jobid/checkpoints/config}. */
    static Map<String, Object> config(FakeCheckpointing checkpointing) {
        var isOn = checkpointing != FakeCheckpointing.OFF;
        var isExternal = isOn && checkpointing != FakeCheckpointing.NEVER_RETAINED;
        var json = new LinkedHashMap<String, Object>();
        json.put("mode", isOn ? "exactly_once" : "at_least_once");
        json.put("interval", isOn ? 10_000 : Long.MAX_VALUE);
        json.put("timeout", 600_000);
        json.put("min_pause", 0);
        json.put("max_concurrent", 1);
        json.put(
                "externalization",
                Map.of(
                        "enabled",
                        isExternal,
                        "delete_on_cancellation",
                        checkpointing != FakeCheckpointing.RETAINED));
        json.put("state_backend", "HashMapStateBackend");
        return json;
    }

    /** The answer of {@code /jobs/:jobid/metrics}: those of the asked ones that there are. */
    List<Map<String, Object>> metrics(String ids) {
        return Arrays.stream(ids.split(","))
                .filter("numRestarts"::equals)
                .map(id -> Map.<String, Object>of("id", id, "value", String.valueOf(restarts)))
                .toList();
    }
}
