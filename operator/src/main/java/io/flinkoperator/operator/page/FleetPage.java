package io.flinkoperator.operator.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.operator.controller.Fleet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Serves a page that shows the fleet. The page itself holds nothing; what it shows it asks for with
 * its reader's token, and gets the clusters that the reader may list by Kubernetes' own rules.
 */
public final class FleetPage implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final Map<String, PageFile> FILES =
            Map.of(
                    "/", new PageFile("fleet.html", "text/html"),
                    "/fleet.js", new PageFile("fleet.js", "text/javascript"),
                    "/fleet.css", new PageFile("fleet.css", "text/css"));

    private final Fleet fleet;
    private final Viewers viewers;
    private final BooleanSupplier isActing;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, FleetPage::daemon);

    /**
     * Starts to serve.
     *
     * @param port Where; 0 for any port that is free.
     * @param isActing Whether this operator is the one that acts, and so knows the fleet.
     * @throws UncheckedIOException if the port is taken.
     */
    public FleetPage(int port, Fleet fleet, KubernetesClient client, BooleanSupplier isActing) {
        this.fleet = fleet;
        this.isActing = isActing;
        viewers = new Viewers(client);
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException("Failed to listen on FLEET_PAGE_PORT " + port, taken);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> send(exchange, file(exchange)));
        server.createContext("/clusters", exchange -> send(exchange, clusters(exchange)));
        server.start();
    }

    /** Where it is served. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record PageFile(String name, String type) {}

    private record Answer(int status, String type, String body) {
        static Answer sentence(int status, String sentence) {
            return new Answer(status, "text/plain", sentence);
        }
    }

    private static Answer file(HttpExchange exchange) throws IOException {
        PageFile file = FILES.get(exchange.getRequestURI().getPath());
        if (file == null) {
            return Answer.sentence(404, "There is no such page");
        }
        try (InputStream content = FleetPage.class.getResourceAsStream("/page/" + file.name())) {
            byte[] text = content.readAllBytes();
            return new Answer(200, file.type(), new String(text, StandardCharsets.UTF_8));
        }
    }

    private Answer clusters(HttpExchange exchange) {
        Optional<String> token =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                        .filter(header -> header.startsWith(BEARER))
                        .map(header -> header.substring(BEARER.length()).strip())
                        .filter(it -> !it.isEmpty());
        if (token.isEmpty()) {
            return Answer.sentence(401, "A token is needed");
        }
        try {
            return viewers.owner(token.get())
                    .map(user -> clusters(viewers.namespacesOf(user)))
                    .orElseGet(() -> Answer.sentence(401, "Kubernetes does not know this token"));
        } catch (KubernetesClientException unreachable) {
            return Answer.sentence(502, "The API server could not be asked who you are");
        }
    }

    private Answer clusters(Predicate<String> namespaces) {
        if (!isActing.getAsBoolean()) {
            return Answer.sentence(
                    503, "This operator stands by; the one that holds the lease shows the fleet");
        }
        List<Row> rows = Row.of(fleet, namespaces);
        return new Answer(200, "application/json", Serialization.asJson(rows));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type() + "; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        boolean isGet = exchange.getRequestMethod().equals("GET");
        byte[] body = isGet ? answer.body().getBytes(StandardCharsets.UTF_8) : new byte[0];
        exchange.sendResponseHeaders(isGet ? answer.status() : 405, isGet ? body.length : -1);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fleet-page");
        thread.setDaemon(true);
        return thread;
    }
}
