package io.flinkoperator.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;

/** A server on a loopback port that gives prepared answers, the last one again and again. */
final class TestServer implements AutoCloseable {
    /** What it is to say. */
    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body);
        }

        static Answer redirect(String location) {
            return new Answer(302, Map.of("Location", location), "");
        }
    }

    /** What it was asked. */
    record Asked(String line, Map<String, List<String>> headers, String body, String serverName) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    private final HttpServer server;
    private final List<Answer> answers;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    private TestServer(HttpServer server, List<Answer> answers) {
        this.server = server;
        this.answers = List.copyOf(answers);
        server.createContext("/", this::answer);
        server.start();
    }

    static TestServer answering(Answer... answers) throws IOException {
        return new TestServer(HttpServer.create(loopback(), 0), List.of(answers));
    }

    static TestServer encrypted(SSLContext identity, Answer... answers) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return new TestServer(server, List.of(answers));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** All that was asked so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(new Asked(line, exchange.getRequestHeaders(), body, serverName(exchange)));
        Answer answer = answers.get(Math.min(asked.size(), answers.size()) - 1);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] answerBody = answer.body().getBytes(StandardCharsets.UTF_8);
        int length = answerBody.length == 0 ? -1 : answerBody.length;
        boolean isChunked = answer.headers().containsKey("X-Chunked");
        exchange.sendResponseHeaders(answer.status(), isChunked ? 0 : length);
        try (exchange) {
            exchange.getResponseBody().write(answerBody);
        }
    }

    /** The name that was asked for before encryption began (SNI). */
    private static String serverName(HttpExchange exchange) {
        return exchange instanceof HttpsExchange encrypted
                        && encrypted.getSSLSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().toString()
                : "";
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
