package io.flinkoperator.operator.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Exceptions;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import io.flinkoperator.core.model.SavepointResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/** Asks JobManagers over REST, never blocking: connect within 2 s, answer within 5 s. */
public final class FlinkClient {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Checkpoints NO_CHECKPOINTS =
            new Checkpoints(
                    false,
                    Checkpoints.Retention.NEVER,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty());

    private final FlinkHttp http;
    private final RequestIds ids = new RequestIds();

    /** A client that nobody counts. */
    public FlinkClient() {
        this(new SimpleMeterRegistry());
    }

    /** A client with connections of its own, whose requests are counted. */
    public FlinkClient(MeterRegistry metrics) {
        this(ANSWER, metrics);
    }

    /** A client that waits so long for an answer. */
    public FlinkClient(Duration patience) {
        this(patience, new SimpleMeterRegistry());
    }

    private FlinkClient(Duration patience, MeterRegistry metrics) {
        http = new FlinkHttp(patience, metrics);
    }

    /**
     * What a JobManager says of itself.
     *
     * @param version Flink version.
     * @param taskManagers Number of registered TaskManagers.
     * @param slots Number of registered task slots, used ones included.
     */
    public record Overview(String version, int taskManagers, int slots) {}

    /** GET /overview. */
    public CompletableFuture<Overview> overview(URI jobManager) {
        return http.get(jobManager, "/overview")
                .thenApply(
                        answer ->
                                new Overview(
                                        required(answer, "flink-version").asText(),
                                        required(answer, "taskmanagers").asInt(),
                                        required(answer, "slots-total").asInt()));
    }

    /** GET /jobs/overview: all jobs, ended ones included. */
    public CompletableFuture<List<FlinkJob>> jobs(URI jobManager) {
        return http.get(jobManager, "/jobs/overview")
                .thenApply(
                        answer -> {
                            List<FlinkJob> jobs = new ArrayList<>();
                            required(answer, "jobs").forEach(job -> jobs.add(job(job)));
                            return jobs;
                        });
    }

    /** GET /jobs/:id/exceptions: the line that tells most about why a job failed. */
    public CompletableFuture<Optional<String>> failure(URI jobManager, String jobId) {
        return http.get(jobManager, "/jobs/" + jobId + "/exceptions")
                .thenApply(
                        answer -> {
                            String root = answer.path("root-exception").asText("");
                            String newest =
                                    answer.path("exceptionHistory")
                                            .path("entries")
                                            .path(0)
                                            .path("stacktrace")
                                            .asText(root);
                            return Exceptions.mostTelling(newest);
                        });
    }

    /**
     * PUT /jobs/:id/resource-requirements, unless the job has that parallelism already. Vertices
     * that have a smaller parallelism of their own keep it.
     */
    public CompletableFuture<Void> rescale(URI jobManager, String jobId, int parallelism) {
        String path = "/jobs/" + jobId + "/resource-requirements";
        return http.get(jobManager, path)
                .thenCompose(
                        vertices -> {
                            int now = 0;
                            for (JsonNode vertex : vertices) {
                                now = Math.max(now, upperBound(vertex));
                            }
                            if (now == parallelism || now == 0) {
                                return CompletableFuture.completedFuture(null);
                            }
                            for (JsonNode vertex : vertices) {
                                if (upperBound(vertex) == now) {
                                    ((ObjectNode) vertex.get("parallelism"))
                                            .put("upperBound", parallelism);
                                }
                            }
                            return http.send("PUT", jobManager, path, vertices)
                                    .thenAccept(done -> {});
                        });
    }

    /**
     * GET /jobs/:id/metrics: how often Flink itself has restarted a job; empty if it does not say.
     */
    public CompletableFuture<Optional<Long>> restarts(URI jobManager, String jobId) {
        return http.get(jobManager, "/jobs/" + jobId + "/metrics?get=numRestarts,fullRestarts")
                .thenApply(
                        answer ->
                                metric(answer, "numRestarts")
                                        .or(() -> metric(answer, "fullRestarts")));
    }

    /** PATCH /jobs/:id?mode=cancel; a job that is over or unknown needs no cancelling. */
    public CompletableFuture<Void> cancel(URI jobManager, String jobId) {
        return http.patch(jobManager, "/jobs/" + jobId + "?mode=cancel")
                .handle(
                        (answer, failure) -> {
                            if (failure != null && !has(failure, 404) && !has(failure, 409)) {
                                throw asFlinkException(failure);
                            }
                            return null;
                        });
    }

    /**
     * How a job makes checkpoints; never changes while the job runs.
     *
     * @param enabled Whether it makes any by itself.
     * @param retention When they outlive the job.
     */
    public record CheckpointConfig(boolean enabled, Checkpoints.Retention retention) {
        private static final CheckpointConfig OFF =
                new CheckpointConfig(false, Checkpoints.Retention.NEVER);
    }

    /** GET /jobs/:id/checkpoints/config. */
    public CompletableFuture<CheckpointConfig> checkpointConfig(URI jobManager, String jobId) {
        return http.get(jobManager, "/jobs/" + jobId + "/checkpoints/config")
                .thenApply(CheckpointAnswers::config)
                .exceptionally(failure -> ifOff(failure, CheckpointConfig.OFF));
    }

    /** GET /jobs/:id/checkpoints and its config. Flink's answer may be 3 seconds old. */
    public CompletableFuture<Checkpoints> checkpoints(URI jobManager, String jobId) {
        return checkpointConfig(jobManager, jobId)
                .thenCompose(config -> checkpoints(jobManager, jobId, config));
    }

    /** GET /jobs/:id/checkpoints. Flink's answer may be 3 seconds old. */
    public CompletableFuture<Checkpoints> checkpoints(
            URI jobManager, String jobId, CheckpointConfig config) {
        return http.get(jobManager, "/jobs/" + jobId + "/checkpoints")
                .thenApply(answer -> CheckpointAnswers.checkpoints(config, answer))
                .exceptionally(failure -> ifOff(failure, NO_CHECKPOINTS));
    }

    /** POST /jobs/:id/savepoints or, to stop the job with it, /jobs/:id/stop. */
    public CompletableFuture<Void> takeSavepoint(URI jobManager, Action.TakeSavepoint wanted) {
        boolean stops = wanted.trigger().stops();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(stops ? "drain" : "cancel-job", false);
        wanted.folder()
                .ifPresent(to -> body.put(stops ? "targetDirectory" : "target-directory", to));
        wanted.format().ifPresent(format -> body.put("formatType", format));
        if (wanted.namesTrigger()) {
            body.put("triggerId", wanted.trigger().id());
        }
        String path = "/jobs/" + wanted.jobId() + (stops ? "/stop" : "/savepoints");
        return request(jobManager, path, wanted.trigger().id(), body);
    }

    /**
     * GET /jobs/:id/savepoints/:triggerid, for stopping with a savepoint too. In Application mode a
     * JobManager whose job is over ends as soon as the result was asked for.
     */
    public CompletableFuture<SavepointResult> savepoint(
            URI jobManager, String jobId, String triggerId) {
        String id = ids.of(jobManager, triggerId);
        return http.get(jobManager, "/jobs/" + jobId + "/savepoints/" + id)
                .thenApply(answer -> OperationAnswers.savepoint(triggerId, answer))
                .exceptionally(failure -> ifUnknown(failure, jobManager, triggerId));
    }

    /** POST /savepoint-disposal; Flink takes no id of ours. */
    public CompletableFuture<Void> dispose(URI jobManager, String triggerId, String savepoint) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("savepoint-path", savepoint);
        return request(jobManager, "/savepoint-disposal", triggerId, body);
    }

    /** GET /savepoint-disposal/:triggerid. */
    public CompletableFuture<SavepointResult> disposal(URI jobManager, String triggerId) {
        return http.get(jobManager, "/savepoint-disposal/" + ids.of(jobManager, triggerId))
                .thenApply(answer -> OperationAnswers.disposal(triggerId, answer))
                .exceptionally(failure -> ifUnknown(failure, jobManager, triggerId));
    }

    /** Whether a request got an id of the JobManager's own that this client still knows. */
    public boolean remembers(URI jobManager, String triggerId) {
        return !ids.of(jobManager, triggerId).equals(triggerId);
    }

    private CompletableFuture<Void> request(
            URI jobManager, String path, String triggerId, JsonNode body) {
        return http.send("POST", jobManager, path, body)
                .thenApply(answer -> required(answer, "request-id").asText())
                .thenAccept(theirs -> ids.put(jobManager, triggerId, theirs));
    }

    private SavepointResult ifUnknown(Throwable failure, URI jobManager, String triggerId) {
        if (has(failure, 404)) {
            ids.forget(jobManager, triggerId);
            return OperationAnswers.unknown(triggerId);
        }
        throw asFlinkException(failure);
    }

    private static <T> T ifOff(Throwable failure, T off) {
        if (has(failure, 404) && asFlinkException(failure).says("Checkpointing ")) {
            return off;
        }
        throw asFlinkException(failure);
    }

    private static boolean has(Throwable failure, int status) {
        return asFlinkException(failure).is(status);
    }

    private static FlinkException asFlinkException(Throwable failure) {
        Throwable cause = FlinkException.cause(failure);
        return cause instanceof FlinkException known
                ? known
                : new FlinkException("the answer cannot be understood", cause);
    }

    private static Optional<Long> metric(JsonNode metrics, String id) {
        return StreamSupport.stream(metrics.spliterator(), false)
                .filter(metric -> metric.path("id").asText().equals(id))
                .map(metric -> metric.path("value").asText())
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .findFirst();
    }

    private static int upperBound(JsonNode vertex) {
        return vertex.at("/parallelism/upperBound").asInt();
    }

    private static FlinkJob job(JsonNode job) {
        long end = job.path("end-time").asLong(-1);
        return new FlinkJob(
                required(job, "jid").asText(),
                job.path("name").asText(""),
                FlinkJobState.of(job.path("state").asText("")),
                tasks(required(job, "tasks")),
                Instant.ofEpochMilli(job.path("start-time").asLong(0)),
                end > 0 ? Optional.of(Instant.ofEpochMilli(end)) : Optional.empty(),
                Optional.empty());
    }

    private static FlinkTasks tasks(JsonNode counts) {
        return FlinkTasks.of(state -> counts.path(state).asInt());
    }

    static JsonNode required(JsonNode answer, String field) {
        JsonNode value = answer.get(field);
        if (value == null) {
            throw new FlinkException("the answer has no field '" + field + "'");
        }
        return value;
    }
}
