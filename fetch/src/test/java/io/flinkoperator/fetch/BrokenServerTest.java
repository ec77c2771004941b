package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenServerTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void triesAgainWhenTheServerHasTroubles(int status) throws IOException {
        Answer trouble = Answer.of(status, "");
        try (TestServer server =
                TestServer.answering(trouble, trouble, Answer.of(200, "PK a jar"))) {
            Fetching fetching = fetching(server.port());
            assertThat(fetching.run()).isZero();
            assertThat(fetching.pauses())
                    .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(4));
        }
    }

    @Test
    void givesUpAfterThreeAttempts() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(500, ""))) {
            fetching(server.port())
                    .fails(
                            1,
                            failure(server.port())
                                    + ("repo.test:%d answered 500 Internal Server Error"
                                                    + " (3 attempts); try again later")
                                            .formatted(server.port()));
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void givesUpWhenNobodyListens() throws IOException {
        // Nor does anybody else: the port is bound.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = silent.getLocalPort();
            fetching(port)
                    .fails(
                            1,
                            failure(port)
                                    + ("cannot connect to repo.test:%d: Connection refused (3"
                                                    + " attempts); check that the server runs and"
                                                    + " can be reached from here")
                                            .formatted(port));
        }
    }

    @Test
    void givesUpOnANameThatDnsDoesNotKnow() throws IOException {
        new Fetching(folder, "https://nowhere.invalid/job.jar")
                .fails(
                        1,
                        "Failed to fetch https://nowhere.invalid/job.jar: host \"nowhere.invalid\""
                                + " is not known to DNS (3 attempts); check its name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nPK and no more",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nPK an\r\n9\r\nd no",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nPK an\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                ""
            })
    void keepsNoPartOfABrokenDownload(String said) throws IOException {
        try (RawServer server = RawServer.hangingUpAfter(said)) {
            fetching(server.port())
                    .fails(1, incomplete(server.port(), "the connection ended too early"));
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void givesUpOnWhatIsNotHttp() throws IOException {
        try (RawServer server = RawServer.hangingUpAfter("SSH-2.0-OpenSSH_9.2\r\n")) {
            fetching(server.port()).fails(1, incomplete(server.port(), "that is not HTTP"));
        }
    }

    @Test
    void givesUpOnEndlessHeaders() throws IOException {
        String headers = "X-Header: and so on\r\n".repeat(201);
        try (RawServer server = RawServer.hangingUpAfter("HTTP/1.1 200 OK\r\n" + headers)) {
            fetching(server.port())
                    .fails(1, incomplete(server.port(), "there are too many headers"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nPK"
            })
    void givesUpWhenTheTimeIsOver(String said) throws IOException {
        try (RawServer server = RawServer.silentAfter(said)) {
            fetching(server.port())
                    .with("FETCH_TIMEOUT_SECONDS", "1")
                    .fails(1, failure(server.port()) + tooLate(1, ""));
        }
    }

    @Test
    void givesUpWhenTheTimeIsOverAlthoughDnsHangs() throws IOException {
        new Fetching(folder, "https://repo.test/job.jar")
                .with("FETCH_TIMEOUT_SECONDS", "1")
                .resolving(
                        host -> {
                            new Semaphore(0).acquireUninterruptibly();
                            return List.of();
                        })
                .fails(1, "Failed to fetch https://repo.test/job.jar: " + tooLate(1, ""));
    }

    @Test
    void saysWhatWentWrongBeforeTheTimeWasOver() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(503, ""))) {
            // When: in a time that leaves enough for an answer, which a slow machine needs more of.
            int limit = 1;
            Fetching fetching = limited(server.port(), limit);
            while (fetching.run() == 1 && !fetching.error().contains("after") && limit < 60) {
                limit *= 4;
                fetching = limited(server.port(), limit);
            }

            // Then
            assertThat(fetching.error())
                    .isEqualTo(
                            failure(server.port())
                                    + tooLate(
                                            limit,
                                            ", after repo.test:%d answered 503 Service Unavailable"
                                                    .formatted(server.port())));
        }
    }

    private Fetching limited(int port, int seconds) {
        return fetching(port)
                .with("FETCH_TIMEOUT_SECONDS", "" + seconds)
                .pausing(duration -> new Semaphore(0).acquire());
    }

    private Fetching fetching(int port) {
        return new Fetching(folder, "http://repo.test:" + port + "/job.jar?sig=canary");
    }

    private static String failure(int port) {
        return "Failed to fetch http://repo.test:%d/job.jar: ".formatted(port);
    }

    private static String incomplete(int port, String fault) {
        return failure(port)
                + "no complete answer from repo.test:%d: %s (3 attempts); try again later"
                        .formatted(port, fault);
    }

    private static String tooLate(int limit, String before) {
        return "it took longer than "
                + limit
                + " s; 0 bytes had come"
                + before
                + "; check the server or raise spec.job.jarFetch.timeoutSeconds";
    }
}
