import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers as an API server would that has one new FlinkCluster and nothing else, and takes whatever it is given. An
 * operator that starts before it loads the classes that it always loads. Takes a key store and its password; prints
 * the port.
 */
final class ApiStandIn {
    private static final String CLUSTERS = "flinkclusters";
    private static final String CLUSTER =
            """
            {"apiVersion": "flinkoperator.k8s.io/v1beta1", "kind": "FlinkCluster",
             "metadata": {"name": "first", "namespace": "default", "uid": "0d5f7a0e-0000-4000-8000-000000000001",
              "resourceVersion": "1", "generation": 1, "finalizers": ["flinkoperator.k8s.io/final-savepoint"]},
             "spec": {"image": {"name": "flink:2.3.0"}, "taskManager": {"replicas": 1},
              "job": {"jarFile": "/opt/flink/usrlib/job.jar", "savepointsDir": "s3://bucket/savepoints"}}}
            """;
    private static final String LIST = "{\"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [%s]}";

    private ApiStandIn() {}

    public static void main(String[] args) throws Exception {
        char[] password = args[1].toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(new File(args[0]), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", ApiStandIn::answer);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean isList = !path.endsWith("/leases") && path.matches(".*/[a-z]+s");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
            watch(exchange);
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                boolean isThere = isList || path.contains(CLUSTERS);
                String item = path.contains(CLUSTERS) ? CLUSTER : "";
                say(
                        exchange,
                        isThere ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_NOT_FOUND,
                        (isList ? LIST.formatted(item) : item).getBytes(StandardCharsets.UTF_8));
            }
            case "POST" -> say(exchange, HttpURLConnection.HTTP_CREATED, sent);
            default -> say(exchange, HttpURLConnection.HTTP_OK, sent);
        }
    }

    /** No WebSockets here: then clients watch by HTTP, and nothing happens. */
    private static void watch(HttpExchange exchange) throws IOException {
        boolean isWebSocket = exchange.getRequestHeaders().containsKey("Upgrade");
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, isWebSocket ? -1 : 0);
        if (!isWebSocket) {
            exchange.getResponseBody().flush();
        }
    }

    private static void say(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
