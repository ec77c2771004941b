package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
    private static final String UNTRUSTED =
            "; put its authority's certificate into the Secret as FETCH_CA_CERTIFICATES";

    @TempDir private static Path certificateFolder;
    private static Certificates repo;
    private static Certificates other;

    @TempDir private Path folder;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        repo = Certificates.of(certificateFolder, "repo.test");
        other = Certificates.of(certificateFolder, "other.test");
    }

    @Test
    void fetchesFromAServerThatItIsToldToTrust() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.encrypted(repo.identity(), Answer.of(200, "PK jar"))) {
            Fetching fetching = fetching(server).with("FETCH_AUTHORIZATION", "Bearer canary");
            assertThat(fetching.run()).isZero();
            assertThat(server.asked().get(0).header("Authorization")).isEqualTo("Bearer canary");
            assertThat(server.asked().get(0).serverName()).contains("repo.test");
        }
    }

    @Test
    void refusesAServerOfUnknownAuthority() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.encrypted(repo.identity(), Answer.of(200, "PK jar"))) {
            fetching(server)
                    .without("FETCH_CA_CERTIFICATES")
                    .fails(
                            1,
                            failure(server)
                                    + "unable to find valid certification path to requested target"
                                    + UNTRUSTED);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void refusesAServerWithTheCertificateOfAnother() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.encrypted(other.identity(), Answer.of(200, "PK jar"))) {
            fetching(server)
                    .with("FETCH_CA_CERTIFICATES", other.authority())
                    .fails(
                            1,
                            failure(server)
                                    + "No subject alternative DNS name matching repo.test found."
                                    + UNTRUSTED);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void refusesARedirectToPlainHttp() throws IOException, GeneralSecurityException {
        try (TestServer server =
                TestServer.encrypted(
                        repo.identity(), Answer.redirect("http://cdn.test/job.jar?sig=canary"))) {
            fetching(server)
                    .fails(
                            1,
                            "Failed to fetch https://repo.test:%d/job.jar: repo.test:%d redirects"
                                            .formatted(server.port(), server.port())
                                    + " to cdn.test over plain http; refused; write the address of"
                                    + " the jar itself in spec.job.jarFile");
        }
    }

    @Test
    void givesUpOnAServerThatDoesNotEncrypt() throws IOException {
        try (RawServer server = RawServer.hangingUpAfter("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            new Fetching(folder, "https://repo.test:" + server.port() + "/job.jar")
                    .fails(
                            1,
                            "Failed to fetch https://repo.test:%d/job.jar: cannot connect to"
                                            .formatted(server.port())
                                    + " repo.test:%d: Unsupported or unrecognized SSL message"
                                            .formatted(server.port())
                                    + " (3 attempts); check that the server runs and can be"
                                    + " reached from here");
        }
    }

    @Test
    void givesUpOnASilentServerWhenTheTimeIsOver() throws IOException, GeneralSecurityException {
        String said = "HTTP/1.1 200 OK\r\n\r\nPK";
        try (RawServer server = RawServer.encryptedAndSilentAfter(said, repo.identity())) {
            new Fetching(folder, "https://repo.test:" + server.port() + "/job.jar")
                    .with("FETCH_CA_CERTIFICATES", repo.authority())
                    .with("FETCH_TIMEOUT_SECONDS", "2")
                    .fails(
                            1,
                            "Failed to fetch https://repo.test:%d/job.jar: it took longer than 2 s;"
                                            .formatted(server.port())
                                    + " 0 bytes had come; check the server or raise"
                                    + " spec.job.jarFetch.timeoutSeconds");
        }
    }

    @Test
    void refusesAuthoritiesThatAreNoCertificates() throws IOException {
        new Fetching(folder, "https://repo.test/job.jar")
                .with("FETCH_CA_CERTIFICATES", "not PEM")
                .fails(
                        2,
                        "Failed to fetch https://repo.test/job.jar: FETCH_CA_CERTIFICATES does not"
                                + " hold certificates; write them as PEM, which begins with"
                                + " -----BEGIN CERTIFICATE-----");
    }

    private Fetching fetching(TestServer server) throws IOException {
        return new Fetching(folder, "https://repo.test:" + server.port() + "/job.jar")
                .with("FETCH_CA_CERTIFICATES", repo.authority());
    }

    private static String failure(TestServer server) {
        return "Failed to fetch https://repo.test:%d/job.jar: the certificate of repo.test:%d is not"
                        .formatted(server.port(), server.port())
                + " trusted: ";
    }
}
