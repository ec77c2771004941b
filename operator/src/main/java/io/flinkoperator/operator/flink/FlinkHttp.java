package io.flinkoperator.operator.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinkoperator.core.model.Exceptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Exchanges JSON with JobManagers, never blocking and never without a bound; knows no endpoint. */
final class FlinkHttp {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 4 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int THREADS = 8;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(threads())
                    .build();
    private final Duration patience;
    private final MeterRegistry metrics;

    /** A burst of answers must not make a burst of threads; who has nothing to do, ends. */
    private static Executor threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        FlinkHttp::daemon);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flink-http");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits so long for the last byte of an answer. */
    FlinkHttp(Duration patience, MeterRegistry metrics) {
        this.patience = patience;
        this.metrics = metrics;
    }

    CompletableFuture<JsonNode> get(URI jobManager, String path) {
        return send("GET", jobManager, path, HttpRequest.BodyPublishers.noBody());
    }

    CompletableFuture<JsonNode> patch(URI jobManager, String path) {
        return send("PATCH", jobManager, path, HttpRequest.BodyPublishers.noBody());
    }

    CompletableFuture<JsonNode> send(String method, URI jobManager, String path, JsonNode body) {
        return send(method, jobManager, path, HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private CompletableFuture<JsonNode> send(
            String method, URI jobManager, String path, HttpRequest.BodyPublisher body) {
        String call = method + " " + path;
        HttpRequest request;
        try {
            request =
                    HttpRequest.newBuilder(URI.create(jobManager + path))
                            .timeout(patience)
                            .header("Accept", "application/json")
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "flink-operator")
                            .method(method, body)
                            .build();
        } catch (IllegalArgumentException noAddress) {
            return CompletableFuture.failedFuture(
                    new FlinkException(
                            method + " " + jobManager + path + ": not an address", noAddress));
        }
        Timer.Sample sample = Timer.start(metrics);
        return exchange(request)
                .handle(
                        (response, failure) -> {
                            if (failure != null) {
                                throw new FlinkException(call + ": " + reason(failure), failure);
                            }
                            return answer(call, response);
                        })
                .whenComplete((answer, failure) -> sample.stop(requests(method, failure)));
    }

    private Timer requests(String method, Throwable failure) {
        return Timer.builder("flink.operator.flink.requests")
                .description("REST calls to JobManagers and their duration, by outcome.")
                .tag("method", method)
                .tag("outcome", outcome(failure))
                .register(metrics);
    }

    private static String outcome(Throwable failure) {
        if (failure == null) {
            return "ok";
        }
        return FlinkException.cause(failure) instanceof FlinkException known
                ? known.outcome()
                : "failed";
    }

    /** The request's own timeout ends with the headers of the answer. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private CompletableFuture<HttpResponse<byte[]>> exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, head -> new BoundedBody(MAX_BYTES));
        CompletableFuture<HttpResponse<byte[]>> answer =
                exchange.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((done, failure) -> exchange.cancel(true));
        return answer;
    }

    private static JsonNode answer(String call, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            String text = errors(response.body());
            // A reader's question has one reason to fail; what a writer asked for has many.
            String reason = call.startsWith("GET ") ? "" : line(text);
            throw new FlinkException(call + ": HTTP " + status + reason, status, text);
        }
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException unreadable) {
            throw new FlinkException(call + ": the answer is not JSON", unreadable);
        }
    }

    private static String line(String text) {
        return Exceptions.mostTelling(text).map(line -> " " + line).orElse("");
    }

    private static String errors(byte[] body) {
        try {
            JsonNode errors = MAPPER.readTree(body).path("errors");
            return StreamSupport.stream(errors.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining("\n"));
        } catch (IOException noJson) {
            return "";
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = FlinkException.cause(failure);
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return "timed out";
        }
        if (cause instanceof ConnectException) {
            return "connection refused or host unknown";
        }
        if (cause instanceof BoundedBody.TooLong) {
            return "the answer is longer than " + (MAX_BYTES >> 20) + " MiB";
        }
        return cause.getClass().getSimpleName();
    }
}
