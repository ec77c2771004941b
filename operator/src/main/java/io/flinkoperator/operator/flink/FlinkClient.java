package io.flinkoperator.operator.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.core.model.Exceptions;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks JobManagers over REST, never blocking: connect within 2 s, answer within 5 s. */
public final class FlinkClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http;

    /** A client with connections of its own. */
    public FlinkClient() {
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * What a JobManager says of itself.
     *
     * @param version Flink version.
     * @param slots Number of registered task slots, used ones included.
     */
    public record Overview(String version, int slots) {}

    /** GET /overview. */
    public CompletableFuture<Overview> overview(URI jobManager) {
        return get(jobManager, "/overview")
                .thenApply(
                        answer ->
                                new Overview(
                                        required(answer, "flink-version").asText(),
                                        required(answer, "slots-total").asInt()));
    }

    /** GET /jobs/overview: all jobs, ended ones included. */
    public CompletableFuture<List<FlinkJob>> jobs(URI jobManager) {
        return get(jobManager, "/jobs/overview")
                .thenApply(
                        answer -> {
                            List<FlinkJob> jobs = new ArrayList<>();
                            required(answer, "jobs").forEach(job -> jobs.add(job(job)));
                            return jobs;
                        });
    }

    /** GET /jobs/:id/exceptions: the line that tells most about why a job failed. */
    public CompletableFuture<Optional<String>> failure(URI jobManager, String jobId) {
        return get(jobManager, "/jobs/" + jobId + "/exceptions")
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
        return get(jobManager, path)
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
                            return put(jobManager, path, vertices);
                        });
    }

    private static int upperBound(JsonNode vertex) {
        return vertex.at("/parallelism/upperBound").asInt();
    }

    private CompletableFuture<Void> put(URI jobManager, String path, JsonNode body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(jobManager + path))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "flink-operator")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenAccept(
                        response -> {
                            if (response.statusCode() != 200) {
                                throw new FlinkException(
                                        "PUT "
                                                + path
                                                + ": HTTP "
                                                + response.statusCode()
                                                + " "
                                                + response.body());
                            }
                        });
    }

    private static FlinkJob job(JsonNode job) {
        long end = job.path("end-time").asLong(-1);
        return new FlinkJob(
                required(job, "jid").asText(),
                job.path("name").asText(""),
                FlinkJobState.of(job.path("state").asText("")),
                Instant.ofEpochMilli(job.path("start-time").asLong(0)),
                end > 0 ? Optional.of(Instant.ofEpochMilli(end)) : Optional.empty(),
                Optional.empty());
    }

    private CompletableFuture<JsonNode> get(URI jobManager, String path) {
        HttpRequest request;
        try {
            request =
                    HttpRequest.newBuilder(URI.create(jobManager + path))
                            .timeout(ANSWER)
                            .header("Accept", "application/json")
                            .header("User-Agent", "flink-operator")
                            .build();
        } catch (IllegalArgumentException noAddress) {
            return CompletableFuture.failedFuture(
                    new FlinkException("GET " + jobManager + path + ": not an address", noAddress));
        }
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle(
                        (response, failure) -> {
                            if (failure != null) {
                                throw new FlinkException(
                                        "GET " + path + ": " + reason(failure), failure);
                            }
                            return body(path, response);
                        });
    }

    private static JsonNode body(String path, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new FlinkException("GET " + path + ": HTTP " + response.statusCode());
        }
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException unreadable) {
            throw new FlinkException("GET " + path + ": the answer is not JSON", unreadable);
        }
    }

    private static JsonNode required(JsonNode answer, String field) {
        JsonNode value = answer.get(field);
        if (value == null) {
            throw new FlinkException("the answer has no field '" + field + "'");
        }
        return value;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException) {
            return "timed out";
        }
        if (cause instanceof ConnectException) {
            return "connection refused or host unknown";
        }
        return cause.getClass().getSimpleName();
    }
}
