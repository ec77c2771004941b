package io.flinkoperator.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A job as Flink 2.3's REST API writes it; field names and order are the real ones. */
record FlinkJson(FakeJob job, int slots, Instant now) {

    private static final List<String> TASK_STATES =
            List.of(
                    "RUNNING",
                    "CANCELING",
                    "CANCELED",
                    "CREATED",
                    "SCHEDULED",
                    "DEPLOYING",
                    "RECONCILING",
                    "FINISHED",
                    "INITIALIZING",
                    "FAILED");

    /** An element of {@code /jobs/overview}. */
    Map<String, Object> overview() {
        var json = new LinkedHashMap<String, Object>();
        json.put("jid", job.id());
        json.put("name", job.submission().name());
        json.put("jobType", "STREAMING");
        json.put("schedulerType", "Default");
        putTimes(json);
        json.put("state", job.state().name());
        json.put("last-modification", job.lastModification().toEpochMilli());
        var tasks = new LinkedHashMap<String, Object>();
        tasks.put("total", job.submission().parallelism());
        TASK_STATES.forEach(state -> tasks.put(state.toLowerCase(Locale.ROOT), tasksIn(state)));
        json.put("tasks", tasks);
        json.put("pending-operators", 0);
        return json;
    }

    /** The answer of {@code /jobs/:jobid}. */
    Map<String, Object> details() {
        var json = new LinkedHashMap<String, Object>();
        json.put("jid", job.id());
        json.put("application-id", job.id());
        json.put("name", job.submission().name());
        json.put("isStoppable", false);
        json.put("state", job.state().name());
        json.put("job-type", "STREAMING");
        json.put("schedulerType", "Default");
        putTimes(json);
        json.put("maxParallelism", -1);
        json.put("now", now.toEpochMilli());
        json.put("timestamps", timestamps());
        json.put("vertices", List.of());
        json.put("plan", Map.of("jid", job.id(), "name", job.submission().name()));
        json.put("pending-operators", 0);
        return json;
    }

    /** The answer of {@code /jobs/:jobid/exceptions}: 2.x has no {@code root-exception}. */
    Map<String, Object> exceptions() {
        return Map.of(
                "exceptionHistory",
                Map.of(
                        "entries",
                        job.failures().stream().map(FlinkJson::entry).toList(),
                        "truncated",
                        false));
    }

    private static Map<String, Object> entry(FakeFailure failure) {
        var json = new LinkedHashMap<String, Object>();
        json.put("exceptionName", failure.exceptionName());
        json.put("stacktrace", failure.stackTrace());
        json.put("timestamp", failure.time().toEpochMilli());
        json.put("failureLabels", Map.of());
        json.put("concurrentExceptions", List.of());
        return json;
    }

    private void putTimes(Map<String, Object> json) {
        json.put("start-time", job.start().toEpochMilli());
        json.put("end-time", job.end().map(Instant::toEpochMilli).orElse(-1L));
        json.put("duration", Duration.between(job.start(), job.end().orElse(now)).toMillis());
    }

    private Map<String, Object> timestamps() {
        var json = new LinkedHashMap<String, Object>();
        Arrays.stream(FakeJobState.values())
                .forEach(
                        state ->
                                json.put(
                                        state.name(),
                                        job.entered()
                                                .getOrDefault(state, Instant.EPOCH)
                                                .toEpochMilli()));
        return json;
    }

    /** A job without enough slots is RUNNING all the same: its tasks wait as SCHEDULED. */
    private int tasksIn(String state) {
        var all = job.submission().parallelism();
        var running = Math.min(slots, all);
        return switch (job.state()) {
            case RUNNING -> state.equals("RUNNING") ? running : waiting(state, all - running);
            case CANCELLING -> state.equals("CANCELING") ? all : 0;
            case FINISHED, CANCELED, FAILED -> state.equals(job.state().name()) ? all : 0;
            case FAILING, SUSPENDED -> state.equals("CANCELED") ? all : 0;
            case INITIALIZING, CREATED, RESTARTING, RECONCILING ->
                    state.equals("CREATED") ? all : 0;
        };
    }

    private static int waiting(String state, int count) {
        return state.equals("SCHEDULED") ? count : 0;
    }
}
