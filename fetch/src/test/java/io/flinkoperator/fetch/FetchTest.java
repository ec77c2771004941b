package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchTest {
    private static final String JAR = "PK\u0003\u0004 a jar";
    private static final String JAR_SHA256 =
            "d8794dc62b51e4db45dd814f1f196790114a588b80a09e372594479f7c76f322";

    @TempDir private Path folder;

    @Test
    void putsTheJarUnderItsName() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, JAR))) {
            fetching(server.port()).with("FETCH_SHA256", JAR_SHA256).succeeds(JAR, fetched(server));

            assertThat(server.asked())
                    .singleElement()
                    .satisfies(
                            asked -> {
                                assertThat(asked.line()).isEqualTo("GET /a%20b/job.jar?sig=canary");
                                assertThat(asked.header("Host"))
                                        .isEqualTo("repo.test:" + server.port());
                            });
        }
    }

    @Test
    void encodesWhatAUriMayNotHold() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, JAR))) {
            Fetching fetching =
                    new Fetching(folder, "http://repo.test:" + server.port() + "/jöb.jar");
            assertThat(fetching.run()).isZero();
            assertThat(server.asked().get(0).line()).isEqualTo("GET /j%C3%B6b.jar");
        }
    }

    @Test
    void replacesAnOlderJar() throws IOException {
        Files.writeString(folder.resolve("job.jar"), "PK older and longer than the newer one");
        try (TestServer server = TestServer.answering(Answer.of(200, JAR))) {
            fetching(server.port()).succeeds(JAR, fetched(server));
        }
    }

    @Test
    void readsABodyInChunks() throws IOException {
        Answer chunked = new Answer(200, Map.of("X-Chunked", ""), JAR);
        try (TestServer server = TestServer.answering(chunked)) {
            fetching(server.port()).succeeds(JAR, fetched(server));
        }
    }

    @Test
    void readsABodyThatEndsWithItsConnection() throws IOException {
        try (RawServer server = RawServer.hangingUpAfter("HTTP/1.0 200 OK\r\n\r\n" + JAR)) {
            fetching(server.port()).succeeds(JAR, fetched(server.port()));
        }
    }

    @Test
    void givesUpWhenThereIsNoSuchJar() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(404, "nothing"))) {
            Fetching fetching = fetching(server.port());
            fetching.fails(
                    1,
                    failure(server.port())
                            + "repo.test:%d answered 404 Not Found (nothing); check spec.job.jarFile"
                                    .formatted(server.port()));
            assertThat(fetching.pauses()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"401, 401 Unauthorized", "403, 403 Forbidden"})
    void asksForCredentialsWhenNoneWereSent(int status, String answer) throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(status, ""))) {
            fetching(server.port())
                    .fails(
                            1,
                            failure(server.port())
                                    + ("repo.test:%d answered %s to a request without credentials;"
                                                    + " name a Secret that has them in"
                                                    + " spec.job.jarFetch.credentialsSecretName")
                                            .formatted(server.port(), answer));
        }
    }

    @Test
    void showsNoStackTraceOfAFault() throws IOException {
        IllegalStateException fault = new IllegalStateException("canary");
        fault.setStackTrace(
                new StackTraceElement[] {
                    new StackTraceElement("java.util.List", "get", "List.java", 1),
                    new StackTraceElement("io.flinkoperator.fetch.Http", "send", "Http.java", 7)
                });
        new Fetching(folder, "https://repo.test/job.jar")
                .resolving(
                        host -> {
                            throw fault;
                        })
                .fails(
                        1,
                        "Failed to fetch https://repo.test/job.jar: unexpected"
                                + " IllegalStateException at io.flinkoperator.fetch.Http.send(Http.java:7);"
                                + " report it to those who make the operator");
    }

    @Test
    void refusesAJarThatSaysItIsTooLarge() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, JAR))) {
            fetching(server.port())
                    .with("FETCH_MAX_BYTES", "4")
                    .fails(1, failure(server.port()) + tooLarge());
        }
    }

    @Test
    void refusesAJarThatTurnsOutToBeTooLarge() throws IOException {
        try (RawServer server = RawServer.hangingUpAfter("HTTP/1.0 200 OK\r\n\r\n" + JAR)) {
            fetching(server.port())
                    .with("FETCH_MAX_BYTES", "4")
                    .fails(1, failure(server.port()) + tooLarge());
        }
    }

    @Test
    void refusesAnotherJarThanTheOneMeant() throws IOException {
        String meant = "a".repeat(64);
        try (TestServer server = TestServer.answering(Answer.of(200, JAR))) {
            fetching(server.port())
                    .with("FETCH_SHA256", meant)
                    .fails(
                            1,
                            failure(server.port())
                                    + "its SHA-256 is "
                                    + JAR_SHA256
                                    + ", not "
                                    + meant
                                    + "; correct spec.job.jarSha256, or find out who changed the"
                                    + " jar");
        }
    }

    @Test
    void refusesALoginPage() throws IOException {
        String page = "<!DOCTYPE html>\r\n<html><head><title>Log in</title></head></html>";
        try (TestServer server = TestServer.answering(Answer.of(200, page))) {
            fetching(server.port())
                    .fails(
                            1,
                            failure(server.port())
                                    + "it is not a jar; it begins with '<!DOCTYPE html>"
                                    + " <html><head><title>Log'; check spec.job.jarFile, and whether"
                                    + " the server wants credentials");
        }
    }

    @Test
    void refusesAnEmptyJar() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, ""))) {
            fetching(server.port())
                    .fails(
                            1,
                            failure(server.port())
                                    + "it is not a jar; it begins with ''; check spec.job.jarFile,"
                                    + " and whether the server wants credentials");
        }
    }

    @Test
    void takesAnythingUnderAnotherNameThanThatOfAJar() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, "words"))) {
            Path target = folder.resolve("words.txt");
            Fetching fetching = fetching(server.port()).with("FETCH_TARGET", target.toString());
            assertThat(fetching.run()).isZero();
            assertThat(target).hasContent("words");
        }
    }

    private Fetching fetching(int port) {
        return new Fetching(folder, "http://repo.test:" + port + "/a%20b/job.jar?sig=canary#top");
    }

    private static String fetched(TestServer server) {
        return fetched(server.port());
    }

    private static String fetched(int port) {
        return "Fetched 10 bytes from http://repo.test:%d/a%%20b/job.jar (sha256 %s) in 0.0 s"
                .formatted(port, JAR_SHA256);
    }

    private static String failure(int port) {
        return "Failed to fetch http://repo.test:%d/a%%20b/job.jar: ".formatted(port);
    }

    private static String tooLarge() {
        return "it is larger than 4 bytes; raise spec.job.jarFetch.maxSize";
    }
}
