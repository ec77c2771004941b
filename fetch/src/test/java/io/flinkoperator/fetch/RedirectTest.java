package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.fetch.TestServer.Answer;
import io.flinkoperator.fetch.TestServer.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
    private static final Answer JAR = Answer.of(200, "PK a jar");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsARedirectToAnotherHost(int status) throws IOException {
        try (TestServer cdn = TestServer.answering(JAR);
                TestServer repo =
                        TestServer.answering(
                                new Answer(
                                        status,
                                        Map.of("Location", at("cdn.test", cdn) + "?sig=canary"),
                                        ""))) {
            Fetching fetching = new Fetching(folder, at("repo.test", repo));
            fetching.succeeds("PK a jar", fetched(repo));
            assertThat(cdn.asked()).extracting(Asked::line).containsExactly("GET /jar?sig=canary");
            assertThat(fetching.lookups()).containsExactly("repo.test", "cdn.test");
        }
    }

    @Test
    void followsARedirectToAPathWithCredentials() throws IOException {
        try (TestServer repo = TestServer.answering(Answer.redirect("/other.jar"), JAR)) {
            new Fetching(folder, at("repo.test", repo))
                    .with("FETCH_AUTHORIZATION", "Bearer canary-token")
                    .succeeds("PK a jar", fetched(repo));
            assertThat(repo.asked())
                    .extracting(asked -> asked.header("Authorization"))
                    .containsExactly("Bearer canary-token", "Bearer canary-token");
        }
    }

    @Test
    void sendsNoCredentialsToAnotherHost() throws IOException {
        try (TestServer cdn = TestServer.answering(JAR);
                TestServer repo = TestServer.answering(Answer.redirect(at("cdn.test", cdn)))) {
            new Fetching(folder, at("repo.test", repo))
                    .with("FETCH_USERNAME", "me")
                    .with("FETCH_PASSWORD", "canary-password")
                    .succeeds("PK a jar", fetched(repo));
            assertThat(repo.asked().get(0).header("Authorization")).startsWith("Basic ");
            assertThat(cdn.asked().get(0).headers()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void sendsNoCredentialsToAnotherPortOfTheHost() throws IOException {
        try (TestServer other = TestServer.answering(JAR);
                TestServer repo = TestServer.answering(Answer.redirect(at("repo.test", other)))) {
            new Fetching(folder, at("repo.test", repo))
                    .with("FETCH_AUTHORIZATION", "Bearer canary-token")
                    .succeeds("PK a jar", fetched(repo));
            assertThat(other.asked().get(0).headers()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void givesUpOnALoop() throws IOException {
        try (TestServer repo = TestServer.answering(Answer.redirect("/jar"))) {
            fails(
                    repo,
                    "repo.test:%d redirects more than 5 times; write the address that it leads to"
                            + " in spec.job.jarFile");
            assertThat(repo.asked()).hasSize(6);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.2/jar, 127.0.0.2, 127.0.0.2, a loopback address",
        "http://169.254.169.254/latest/meta-data, 169.254.169.254, 169.254.169.254, a link-local"
                + " address",
        "http://2852039166/latest/meta-data, 2852039166, 169.254.169.254, a link-local address",
        "http://[::1]/jar, [::1], 0:0:0:0:0:0:0:1, a loopback address",
        "http://[::ffff:169.254.169.254]/, [::ffff:169.254.169.254], 169.254.169.254, a link-local"
                + " address",
        "http://metadata.test/jar, metadata.test, 169.254.169.254, a link-local address",
    })
    void isNotLedToARefusedAddress(String location, String host, String address, String kind)
            throws IOException {
        try (TestServer repo = TestServer.answering(Answer.redirect(location))) {
            new Fetching(folder, at("repo.test", repo))
                    .resolving(RedirectTest::withMetadata)
                    .fails(
                            1,
                            failure(repo)
                                    + ("host \"%s\" resolves to %s, %s; refused; if that is meant,"
                                                    + " add the host to"
                                                    + " spec.job.jarFetch.allowedHosts")
                                            .formatted(host, address, kind));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://cdn.test/jar",
                "gs://bucket/jar",
                "http:///jar"
            })
    void isNotLedToAnotherProtocol(String location) throws IOException {
        try (TestServer repo = TestServer.answering(Answer.redirect(location))) {
            fails(
                    repo,
                    "repo.test:%d redirects to an address that is neither https nor http; refused;"
                            + " write the address of the jar itself in spec.job.jarFile");
        }
    }

    @Test
    void isNotLedToWhatIsNoUri() throws IOException {
        try (TestServer repo = TestServer.answering(Answer.redirect("http://cdn.test/a jar"))) {
            fails(
                    repo,
                    "repo.test:%d redirects to something that is no URI; refused; write the"
                            + " address of the jar itself in spec.job.jarFile");
        }
    }

    @Test
    void givesUpOnARedirectToNowhere() throws IOException {
        try (TestServer repo = TestServer.answering(Answer.of(302, ""))) {
            fails(repo, "repo.test:%d answered 302 Temporary Redirect; check spec.job.jarFile");
        }
    }

    private void fails(TestServer repo, String sentence) throws IOException {
        new Fetching(folder, at("repo.test", repo))
                .fails(1, failure(repo) + sentence.formatted(repo.port()));
    }

    private static List<InetAddress> withMetadata(String host) throws UnknownHostException {
        return Fetching.loopbackOfTests(host.equals("metadata.test") ? "169.254.169.254" : host);
    }

    private static String at(String host, TestServer server) {
        return "http://" + host + ":" + server.port() + "/jar";
    }

    private static String failure(TestServer repo) {
        return "Failed to fetch " + at("repo.test", repo) + ": ";
    }

    private static String fetched(TestServer repo) {
        return "Fetched 8 bytes from "
                + at("repo.test", repo)
                + " (sha256 cd6b46676bdb10dba2c22fefdf852945b543bbd120a82b9389598a501283d043) in 0.0 s";
    }
}
