package io.flinkoperator.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback, and has a {@link Traffic} decide what becomes
 * of each request. To the client it speaks HTTP without encryption; watches are streams of lines,
 * never web sockets.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final Set<String> NOT_SENT_ON =
            Set.of("connection", "upgrade", "host", "content-length", "expect", "http2-settings");
    private static final String REFUSAL =
            """
            {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",\
             "message": "refused by a test", "reason": "%s", "code": %d}""";

    private static final String TOO_OLD =
            """
            {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "metadata": {},\
             "status": "Failure", "message": "too old resource version", "reason": "Expired",\
             "code": 410}}
            """;

    private static final String GARBAGE = "<html>\n{\"type\": \"MODIFIED\", \"object\": {\"ki";

    static {
        // Else each answer on a connection that is used again waits 40 ms for a delayed TCP ack.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final URI server;
    private final HttpClient client;
    private final HttpServer listener;
    private final ExecutorService workers = Executors.newCachedThreadPool(FaultProxy::daemon);
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(FaultProxy::daemon);
    private final Map<InputStream, String> watches = new ConcurrentHashMap<>();
    private volatile Traffic traffic = Traffic.undisturbed();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final Set<InputStream> garbled = ConcurrentHashMap.newKeySet();
    private final Map<URI, HttpRequest> lists = new ConcurrentHashMap<>();
    private final Map<URI, String> recorded = new ConcurrentHashMap<>();
    private final Map<URI, String> shown = new ConcurrentHashMap<>();
    private final AtomicInteger misled = new AtomicInteger();
    private volatile boolean holdsWatches;

    private FaultProxy(URI server, HttpClient.Builder client) throws IOException {
        this.server = server;
        this.client = client.executor(workers).version(HttpClient.Version.HTTP_1_1).build();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = HttpServer.create(address, BACKLOG);
        listener.setExecutor(workers);
        listener.createContext("/", this::handle);
        listener.start();
    }

    /** Stands before an API server; {@link #writeKubeconfig} leads here. */
    public static FaultProxy before(ControlPlane controlPlane) {
        try {
            var config = controlPlane.config();
            var trusting = HttpClient.newBuilder().sslContext(SSLUtils.sslContext(config));
            return new FaultProxy(URI.create(config.getMasterUrl()), trusting);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to start a proxy", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The control plane's certificate is unusable", e);
        }
    }

    /** Stands before all JobManagers of a fake Flink. */
    public static FaultProxy before(FakeFlink flink) {
        try {
            return new FaultProxy(flink.uri("", "").resolve("/"), HttpClient.newBuilder());
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to start a proxy", e);
        }
    }

    /** Where it listens; ends with a slash. */
    public URI uri() {
        return URI.create("http://127.0.0.1:%d/".formatted(listener.getAddress().getPort()));
    }

    /** Writes a kubeconfig with all rights that leads through this proxy. */
    public Path writeKubeconfig(ControlPlane controlPlane, Path file) {
        try {
            var direct = Files.readString(controlPlane.operatorKubeconfig());
            Files.writeString(
                    file,
                    direct.replaceAll("server: .*", "server: " + uri())
                            .replaceAll("certificate-authority-data: .*", ""));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to write " + file, e);
        }
    }

    /** Decides on all requests from now on. */
    public void direct(Traffic by) {
        traffic = by;
    }

    /** From now on nothing comes through on watches until they are released. */
    public void holdWatches() {
        holdsWatches = true;
    }

    /** What was held on watches comes through, and all that follows. */
    public synchronized void releaseWatches() {
        holdsWatches = false;
        notifyAll();
    }

    /** Ends all watches that there are, as a server does that restarts. */
    public void cutWatches() {
        watches.keySet().forEach(FaultProxy::closeQuietly);
    }

    /** Ends all watches; whoever takes one up again is told that its events are gone. */
    public void expireWatches() {
        expired.addAll(watches.values());
        cutWatches();
    }

    /** Ends all watches with something that is no event, and half of one. */
    public void garbleWatches() {
        garbled.addAll(watches.keySet());
        cutWatches();
    }

    /** Remembers what each list that was asked for would show now. */
    public void recordLists() {
        lists.forEach(
                (uri, request) -> {
                    try {
                        var answer = client.send(request, BodyHandlers.ofString());
                        recorded.put(uri, answer.body());
                    } catch (IOException e) {
                        throw new UncheckedIOException("Failed to record " + uri, e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /**
     * The next time, each list is what was recorded: clients that are content with any version may
     * be shown an older one than they have seen.
     */
    public void showRecordedLists() {
        shown.putAll(recorded);
        recorded.clear();
    }

    /** How many old lists were shown, and how many watches were not taken up again. */
    public int misled() {
        return misled.get();
    }

    @Override
    public void close() {
        releaseWatches();
        cutWatches();
        listener.stop(0);
        later.shutdownNow();
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Sec-WebSocket-Key")) {
            // So clients of Kubernetes fall back to a stream of lines.
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        var request =
                new ProxiedRequest(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        try {
            follow(traffic.passage(request), request, exchange);
        } catch (IOException | RuntimeException e) {
            // Either end is gone; the other one is to see that.
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private void follow(Passage passage, ProxiedRequest request, HttpExchange exchange)
            throws IOException, InterruptedException {
        if (passage instanceof Passage.Dropped) {
            exchange.close();
        } else if (passage instanceof Passage.Refused refused) {
            refuse(exchange, refused.status());
        } else if (request.isWatch() && expired.remove(request.uri().getPath())) {
            misled.incrementAndGet();
            // An event of a watch that has begun, as an API server says it.
            send(exchange, 200, TOO_OLD);
        } else if (isAnyList(request) && shown.containsKey(request.uri())) {
            misled.incrementAndGet();
            send(exchange, 200, shown.remove(request.uri()));
        } else {
            var sent = request(request, exchange);
            if (isAnyList(request)) {
                lists.put(request.uri(), sent);
            }
            var answer = client.send(sent, BodyHandlers.ofInputStream());
            if (request.isWatch() && answer.statusCode() == 200) {
                stream(request, answer.body(), exchange);
                return;
            }
            var body = answer.body().readAllBytes();
            traffic.done(request);
            if (passage instanceof Passage.AnswerLost) {
                exchange.close();
            } else if (passage instanceof Passage.DoneAndRefused refused) {
                refuse(exchange, refused.status());
            } else if (passage instanceof Passage.Passed passed) {
                pass(passed.delay(), () -> answer(request, answer, body, exchange));
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private void pass(Duration delay, Task task) throws IOException {
        if (delay.isZero()) {
            task.run();
        } else {
            var unused =
                    later.schedule(
                            () -> {
                                task.run();
                                return null;
                            },
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void answer(
            ProxiedRequest request,
            HttpResponse<InputStream> answer,
            byte[] body,
            HttpExchange exchange)
            throws IOException {
        copyHeaders(answer, exchange);
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        try (var output = exchange.getResponseBody()) {
            output.write(body);
        }
        traffic.answered(request);
    }

    /** Any version of the list will do. */
    private static boolean isAnyList(ProxiedRequest request) {
        return !request.isWatch()
                && request.method().equals("GET")
                && String.valueOf(request.uri().getQuery()).contains("resourceVersion=0");
    }

    private HttpRequest request(ProxiedRequest request, HttpExchange exchange) {
        var sent =
                HttpRequest.newBuilder(server.resolve(request.uri()))
                        .method(
                                request.method(),
                                request.body().isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(request.body()));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!NOT_SENT_ON.contains(name.toLowerCase(Locale.ROOT))) {
                                values.forEach(value -> sent.header(name, value));
                            }
                        });
        return sent.build();
    }

    private void stream(ProxiedRequest request, InputStream events, HttpExchange exchange)
            throws IOException {
        watches.put(events, request.uri().getPath());
        try (events;
                var output = exchange.getResponseBody()) {
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            var buffer = new byte[65536];
            try {
                for (int read = events.read(buffer); read >= 0; read = events.read(buffer)) {
                    awaitRelease();
                    output.write(buffer, 0, read);
                    output.flush();
                }
            } finally {
                if (garbled.remove(events)) {
                    output.write(GARBAGE.getBytes(StandardCharsets.UTF_8));
                }
            }
        } finally {
            watches.remove(events);
        }
    }

    private synchronized void awaitRelease() throws IOException {
        try {
            while (holdsWatches) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while watches are held", e);
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        send(exchange, status, REFUSAL.formatted(reason(status), status));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (var output = exchange.getResponseBody()) {
            output.write(body);
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 409 -> "Conflict";
            case 429 -> "TooManyRequests";
            case 504 -> "Timeout";
            default -> "InternalError";
        };
    }

    private static void copyHeaders(HttpResponse<?> answer, HttpExchange exchange) {
        answer.headers()
                .firstValue("content-type")
                .ifPresent(type -> exchange.getResponseHeaders().set("content-type", type));
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to end a watch", e);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }
}
