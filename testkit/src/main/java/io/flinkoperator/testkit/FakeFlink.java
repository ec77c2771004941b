package io.flinkoperator.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The REST API of any number of Flink JobManagers in one process, each at {@code
 * http://127.0.0.1:PORT/<namespace>/<name>}. It answers as Flink 2.3 does, keeps a journal of what
 * it was asked, and runs no job.
 */
public final class FakeFlink implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int THREADS = 8;
    private static final byte[] BLANKS = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
    private static final Duration CANCELLATION = Duration.ofMillis(50);
    private static final Duration SAVEPOINT = Duration.ofMillis(50);

    static {
        // Else each answer on a connection that is used again waits 40 ms for a delayed TCP ack.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final Map<String, FakeJobManager> jobManagers = new ConcurrentHashMap<>();
    private final Map<String, FakeTaskManagers> taskManagers = new ConcurrentHashMap<>();
    private final FlinkJournal journal = new FlinkJournal();
    private final ExecutorService workers =
            Executors.newFixedThreadPool(THREADS, FakeFlink::daemon);
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(FakeFlink::daemon);
    private final Clock clock;
    private final HttpServer server;

    private FakeFlink(Clock clock) throws IOException {
        this.clock = clock;
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    public static FakeFlink start() {
        return start(Clock.systemUTC());
    }

    /** Jobs and the journal get their times from this clock. */
    public static FakeFlink start(Clock clock) {
        try {
            return new FakeFlink(clock);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to start the fake Flink", e);
        }
    }

    /**
     * A JobManager without jobs, in the place of one with the same name; TaskManagers of pods
     * register at it.
     */
    public FakeJobManager add(String namespace, String name) {
        var itsOwn = taskManagers(namespace, name);
        itsOwn.loseAll(now());
        var jobManager = new FakeJobManager(uri(namespace, name), clock, itsOwn);
        jobManagers.put(key(namespace, name), jobManager);
        return jobManager;
    }

    /** There may be some before there is a JobManager. */
    FakeTaskManagers taskManagers(String namespace, String name) {
        return taskManagers.computeIfAbsent(key(namespace, name), key -> new FakeTaskManagers());
    }

    Instant now() {
        return clock.instant();
    }

    /** From now on nobody answers there. */
    public void remove(String namespace, String name) {
        jobManagers.remove(key(namespace, name));
    }

    public Optional<FakeJobManager> find(String namespace, String name) {
        return Optional.ofNullable(jobManagers.get(key(namespace, name)));
    }

    /** Where the JobManager answers, be it there or not. */
    public URI uri(String namespace, String name) {
        return URI.create(
                "http://127.0.0.1:%d/%s/%s"
                        .formatted(server.getAddress().getPort(), namespace, name));
    }

    public FlinkJournal journal() {
        return journal;
    }

    @Override
    public void close() {
        server.stop(0);
        later.shutdownNow();
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var request = read(exchange);
        var jobManager = find(request.namespace(), request.cluster());
        if (jobManager.isEmpty()) {
            note(request);
            exchange.close();
        } else {
            answer(exchange, jobManager.get(), request);
        }
    }

    private void answer(HttpExchange exchange, FakeJobManager jobManager, FlinkRequest request)
            throws IOException {
        var behaviour = jobManager.behaviourTo(request);
        if (behaviour.doesNothing()) {
            note(request);
        }
        if (behaviour instanceof Behaviour.Dead) {
            exchange.close();
        } else if (behaviour instanceof Behaviour.Broken broken) {
            send(exchange, FlinkAnswer.of(broken));
        } else if (behaviour instanceof Behaviour.Endless endless) {
            exchange.sendResponseHeaders(200, 0);
            sendForEver(exchange, endless.pause());
        } else {
            var answer = done(jobManager, request);
            completeCancellationsSoon(jobManager, request);
            completeSavepointsSoon(jobManager, request);
            if (behaviour instanceof Behaviour.AnswerLost) {
                exchange.close();
            } else if (behaviour instanceof Behaviour.Slow slow) {
                runLater(slow.delay(), () -> sendOrGiveUp(exchange, answer));
            } else if (behaviour instanceof Behaviour.Held held) {
                var unused = held.release().thenRun(() -> sendOrGiveUp(exchange, answer));
            } else {
                send(exchange, answer);
            }
        }
    }

    /** Who finds a request in the journal finds it done, and who finds it done finds it there. */
    private FlinkAnswer done(FakeJobManager jobManager, FlinkRequest request) {
        synchronized (jobManager) {
            var answer = FlinkRoutes.answer(jobManager, request);
            note(request);
            return answer;
        }
    }

    private void note(FlinkRequest request) {
        journal.add(request.path().equals("/jars/upload") ? request.withBody("") : request);
    }

    private void completeCancellationsSoon(FakeJobManager jobManager, FlinkRequest request) {
        if (request.method().equals("PATCH")) {
            var jobId = request.path().substring(request.path().lastIndexOf('/') + 1);
            runLater(CANCELLATION, () -> jobManager.completeCancellation(jobId));
        }
    }

    private void completeSavepointsSoon(FakeJobManager jobManager, FlinkRequest request) {
        if (request.method().equals("POST")) {
            runLater(SAVEPOINT, jobManager::completeSavepoints);
        }
    }

    private void runLater(Duration delay, Runnable task) {
        var unused = later.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private FlinkRequest read(HttpExchange exchange) throws IOException {
        var parts = exchange.getRequestURI().getPath().split("/", 4);
        // Jars are bytes: this charset keeps the multipart headers readable and fails on nothing.
        var isUpload = exchange.getRequestURI().getPath().endsWith("/jars/upload");
        var charset = isUpload ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        return new FlinkRequest(
                clock.instant(),
                parts.length > 1 ? parts[1] : "",
                parts.length > 2 ? parts[2] : "",
                exchange.getRequestMethod(),
                "/" + (parts.length > 3 ? parts[3] : ""),
                Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
                new String(exchange.getRequestBody().readAllBytes(), charset));
    }

    private static void sendOrGiveUp(HttpExchange exchange, FlinkAnswer answer) {
        try {
            send(exchange, answer);
        } catch (IOException e) {
            // The caller did not wait so long.
            exchange.close();
        }
    }

    /** Until the caller hangs up. */
    private void sendForEver(HttpExchange exchange, Duration pause) {
        try {
            exchange.getResponseBody().write(BLANKS);
            exchange.getResponseBody().flush();
            runLater(pause, () -> sendForEver(exchange, pause));
        } catch (IOException e) {
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, FlinkAnswer answer) throws IOException {
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (var output = exchange.getResponseBody()) {
            output.write(body);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "fake-flink");
        thread.setDaemon(true);
        return thread;
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
