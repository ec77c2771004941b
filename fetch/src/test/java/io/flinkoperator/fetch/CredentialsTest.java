package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "FETCH_AUTHORIZATION, 'Bearer canary\n', '', '', Bearer canary",
        "FETCH_USERNAME, me, FETCH_PASSWORD, 'pass:wörd\n', Basic bWU6cGFzczp3w7ZyZA==",
    })
    void sendsThem(String one, String its, String other, String itsToo, String header)
            throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, "PK a jar"))) {
            Fetching fetching = fetching(server).with(one, its).with(other, itsToo);
            assertThat(fetching.run()).isZero();
            assertThat(server.asked().get(0).header("Authorization")).isEqualTo(header);
        }
    }

    @Test
    void saysWhichOnesWereNotEnough() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(403, ""))) {
            fetching(server)
                    .with("FETCH_AUTHORIZATION", "Bearer canary")
                    .fails(
                            1,
                            failure(server)
                                    + "repo.test:%d answered 403 Forbidden to a request with"
                                            .formatted(server.port())
                                    + " FETCH_AUTHORIZATION; check its rights");
        }
    }

    @Test
    void areNotSentOverPlainHttpUnlessTheHostIsAllowed() throws IOException {
        new Fetching(folder, "http://plain.test/job.jar")
                .with("FETCH_AUTHORIZATION", "Bearer canary")
                .fails(
                        2,
                        "Failed to fetch http://plain.test/job.jar: credentials are not sent to"
                                + " plain.test over plain http; use https, or add the host to"
                                + " spec.job.jarFetch.allowedHosts");
    }

    @Test
    void areOfNoUseByHalf() throws IOException {
        new Fetching(folder, "https://repo.test/job.jar")
                .with("FETCH_USERNAME", "me")
                .fails(
                        2,
                        "Failed to fetch https://repo.test/job.jar: only one of FETCH_USERNAME and"
                                + " FETCH_PASSWORD is set; set both or none");
    }

    @Test
    void cannotAddAHeader() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, "PK a jar"))) {
            fetching(server)
                    .with("FETCH_AUTHORIZATION", "Bearer canary\r\nX-Other: canary")
                    .fails(
                            2,
                            failure(server)
                                    + "the value of Authorization holds a control character;"
                                    + " correct it in its Secret");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void areNotShownWhenAServerEchoesThem() throws IOException {
        Answer echo = Answer.of(200, "Authorization: Basic canary-token\u001b[31m");
        try (TestServer server = TestServer.answering(echo)) {
            fetching(server)
                    .with("FETCH_AUTHORIZATION", "Basic canary-token")
                    .fails(
                            1,
                            failure(server)
                                    + "it is not a jar; it begins with 'Authorization: Basic *** "
                                    + "[31m'; check spec.job.jarFile, and whether the server wants"
                                    + " credentials");
        }
    }

    @Test
    void areNotShownWhenAServerEchoesThemInAnError() throws IOException {
        String error = "{\"error\": {\"message\": \"no \\\"canary-token\\\"\\nfor you\"}}";
        Answer echo = new Answer(403, Map.of(), error);
        try (TestServer server = TestServer.answering(echo)) {
            fetching(server)
                    .with("FETCH_AUTHORIZATION", "Bearer canary-token")
                    .fails(
                            1,
                            failure(server)
                                    + "repo.test:%d answered 403 Forbidden (no \"***\" for you) to"
                                            .formatted(server.port())
                                    + " a request with FETCH_AUTHORIZATION; check its rights");
        }
    }

    @Test
    void areNotShownInPart() throws IOException {
        Answer echo = Answer.of(200, "Authorization: Bearer a-rather-long-canary-token");
        try (TestServer server = TestServer.answering(echo)) {
            fetching(server)
                    .with("FETCH_AUTHORIZATION", "Bearer a-rather-long-canary-token")
                    .fails(
                            1,
                            failure(server)
                                    + "it is not a jar; it begins with 'Authorization: *** ***';"
                                    + " check spec.job.jarFile, and whether the server wants"
                                    + " credentials");
        }
    }

    @Test
    void ofAPresignedUriAreNotShown() throws IOException {
        try (TestServer server =
                TestServer.answering(Answer.of(404, "no /job.jar?X-Sig=canary-signature here"))) {
            new Fetching(
                            folder,
                            "http://repo.test:" + server.port() + "/job.jar?X-Sig=canary-signature")
                    .fails(
                            1,
                            failure(server)
                                    + "repo.test:%d answered 404 Not Found (no /job.jar?X-Sig=***"
                                            .formatted(server.port())
                                    + " here); check spec.job.jarFile");
        }
    }

    private Fetching fetching(TestServer server) {
        return new Fetching(folder, "http://repo.test:" + server.port() + "/job.jar");
    }

    private static String failure(TestServer server) {
        return "Failed to fetch http://repo.test:%d/job.jar: ".formatted(server.port());
    }
}
