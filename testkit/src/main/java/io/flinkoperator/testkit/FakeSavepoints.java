package io.flinkoperator.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Savepoints of one JobManager: the requests by job and id, and what was written to storage. */
final class FakeSavepoints {
    static final String NOT_RUNNING =
            "org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint triggering task is"
                    + " not being executed at the moment. Not all required tasks are currently"
                    + " running.";
    private static final String ENDED =
            "org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint Coordinator is"
                    + " suspending.";

    private final Map<String, FakeOperation> operations = new LinkedHashMap<>();
    private final Map<String, FakeStatistics> statistics = new HashMap<>();
    private final List<String> stored = new ArrayList<>();
    private final List<String> disposed = new ArrayList<>();
    private final Map<String, Long> ids = new HashMap<>();
    private int count;

    FakeStatistics of(String jobId) {
        return statistics.computeIfAbsent(jobId, id -> new FakeStatistics());
    }

    Optional<FakeOperation> find(String jobId, String triggerId) {
        return Optional.ofNullable(operations.get(key(jobId, triggerId)));
    }

    Stream<FakeOperation> open() {
        return List.copyOf(operations.values()).stream().filter(FakeOperation::isOpen);
    }

    /** The same request again is the request that there was. */
    FakeOperation request(SavepointRequest asked, FakeJobState state, Instant now) {
        return find(asked.jobId(), asked.triggerId())
                .orElseGet(() -> put(begin(asked, state, now)));
    }

    private FakeOperation begin(SavepointRequest asked, FakeJobState state, Instant now) {
        if (state.isTerminal()) {
            return asked.operation(0).failed(jobNotFound(asked.jobId()));
        }
        var begun = of(asked.jobId()).begin(true, now);
        var operation = asked.operation(begun.id());
        if (state != FakeJobState.RUNNING) {
            of(asked.jobId()).put(begun.failed());
            return operation.failed(NOT_RUNNING);
        }
        return operation;
    }

    FakeOperation unknownJob(SavepointRequest asked) {
        return find(asked.jobId(), asked.triggerId())
                .orElseGet(() -> put(asked.operation(0).failed(jobNotFound(asked.jobId()))));
    }

    private static String jobNotFound(String jobId) {
        return "org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink"
                + " job (%s)".formatted(jobId);
    }

    /** Writes the savepoint; the operation itself is over only where that is all of it. */
    String store(FakeOperation operation) {
        count++;
        var path =
                "%s/savepoint-%s-%012x"
                        .formatted(operation.folder(), operation.jobId().substring(0, 6), count);
        stored.add(path);
        ids.put(path, operation.snapshot());
        change(operation, snapshot -> snapshot.completedAt(path));
        return path;
    }

    void storeCheckpoint(String jobId, String path, Instant now) {
        var begun = of(jobId).begin(false, now);
        of(jobId).put(begun.completedAt(path));
        ids.put(path, begun.id());
    }

    /** The number of what is stored there, in its run; 0 if nothing is. */
    long id(String path) {
        return ids.getOrDefault(path, 0L);
    }

    /** A run counts on from the snapshot that it starts from. */
    void restore(String jobId, String path) {
        statistics.put(jobId, FakeStatistics.after(id(path)));
    }

    void fail(FakeOperation operation, String stackTrace) {
        change(operation, FakeSnapshot::failed);
        put(operation.failed(stackTrace));
    }

    private void change(
            FakeOperation operation, java.util.function.UnaryOperator<FakeSnapshot> change) {
        var known = of(operation.jobId());
        known.find(operation.snapshot()).map(change).ifPresent(known::put);
    }

    void jobIsOver(String jobId) {
        open().filter(one -> one.jobId().equals(jobId)).forEach(one -> fail(one, ENDED));
    }

    /** Deletes a savepoint at once. */
    FakeOperation dispose(String triggerId, String path) {
        var asked = SavepointRequest.disposal(triggerId).operation(0);
        if (stored.remove(path)) {
            disposed.add(path);
            return put(asked.completed(path));
        }
        return put(
                asked.failed(
                        "org.apache.flink.util.FlinkException: Could not dispose savepoint %1$s.\n"
                                        .formatted(path)
                                + "Caused by: java.io.FileNotFoundException: Cannot find checkpoint"
                                + " or savepoint file/directory '%1$s' on file system 'file'."
                                        .formatted(path)));
    }

    FakeOperation put(FakeOperation operation) {
        operations.put(key(operation.jobId(), operation.triggerId()), operation);
        return operation;
    }

    void forgetRequests() {
        operations.clear();
    }

    /** Nothing but what is stored outlives a JobManager; jobs that are recovered count on. */
    void restart(Stream<String> recoveredJobs) {
        forgetRequests();
        var kept = new HashMap<String, FakeStatistics>();
        recoveredJobs.forEach(id -> kept.put(id, of(id).recovered()));
        statistics.clear();
        statistics.putAll(kept);
    }

    List<String> stored() {
        return List.copyOf(stored);
    }

    List<String> disposed() {
        return List.copyOf(disposed);
    }

    private static String key(String jobId, String triggerId) {
        return jobId + "/" + triggerId;
    }
}
