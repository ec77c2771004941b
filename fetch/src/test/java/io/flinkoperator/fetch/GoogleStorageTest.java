package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.fetch.TestServer.Answer;
import io.flinkoperator.fetch.TestServer.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleStorageTest {
    private static final String JAR = "gs://jars/team%20a/job+1.jar";
    private static final String OBJECT =
            "https://storage.googleapis.com/storage/v1/b/jars/o/team%20a%2Fjob%2B1.jar?alt=media";
    private static final Answer TOKEN = Answer.of(200, "{\"access_token\": \"ya29.canary\"}");

    private static KeyPair keys;

    @TempDir private Path folder;

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @Test
    void isAnonymousOutsideOfGoogle() throws FetchException {
        Request request = Sources.request(JAR, Map.of(), GoogleStorageTest::unknown);
        assertThat(request.uri()).hasToString(OBJECT);
        assertThat(request.headers()).isEmpty();
        assertThat(request.identity()).isEmpty();
    }

    @Test
    void asksAnEmulatorWithoutAToken() throws FetchException {
        Request request =
                Sources.request(
                        JAR,
                        Map.of(
                                "STORAGE_EMULATOR_HOST", "gcs.test:4443",
                                "GOOGLE_APPLICATION_CREDENTIALS", "/nowhere"));
        assertThat(request.uri())
                .hasToString(
                        "http://gcs.test:4443/storage/v1/b/jars/o/team%20a%2Fjob%2B1.jar?alt=media");
        assertThat(request.headers()).isEmpty();
    }

    @Test
    void takesTheTokenOfTheWorkload() throws FetchException, IOException {
        Answer answer = new Answer(200, Map.of("Metadata-Flavor", "Google"), TOKEN.body());
        try (TestServer metadata = TestServer.answering(answer)) {
            Request request = Sources.request(JAR, metadata(metadata));
            assertThat(request.headers()).containsEntry("Authorization", "Bearer ya29.canary");
            assertThat(request.isSecret()).isTrue();
            assertThat(request.identity()).contains("with workload identity");
            Asked asked = metadata.asked().get(0);
            assertThat(asked.line())
                    .isEqualTo("GET /computeMetadata/v1/instance/service-accounts/default/token");
            assertThat(asked.header("Metadata-Flavor")).isEqualTo("Google");
        }
    }

    @Test
    void isAnonymousWhereTheMachineHasNoAccount() throws FetchException, IOException {
        Answer answer = new Answer(404, Map.of("Metadata-Flavor", "Google"), "none");
        try (TestServer metadata = TestServer.answering(answer)) {
            assertThat(Sources.request(JAR, metadata(metadata)).headers()).isEmpty();
        }
    }

    @Test
    void isAnonymousWhereAnotherHasTheNameOfTheMetadataServer() throws FetchException, IOException {
        try (TestServer other = TestServer.answering(TOKEN)) {
            assertThat(Sources.request(JAR, metadata(other)).headers()).isEmpty();
        }
    }

    @Test
    void triesAgainWhileTheMetadataServerStarts() throws IOException {
        Answer answer = new Answer(503, Map.of("Metadata-Flavor", "Google"), "");
        try (TestServer metadata = TestServer.answering(answer)) {
            assertThatThrownBy(() -> Sources.request(JAR, metadata(metadata)))
                    .isInstanceOfSatisfying(
                            FetchException.class,
                            failure -> assertThat(failure.isPassing()).isTrue())
                    .hasMessage("127.0.0.1:%d answered 503 Service Unavailable", metadata.port());
        }
    }

    @Test
    void signsForTheServiceAccount() throws Exception {
        try (TestServer server = TestServer.answering(TOKEN)) {
            Request request = Sources.request(JAR, key(keyFile(server.port())));
            assertThat(request.headers()).containsEntry("Authorization", "Bearer ya29.canary");
            assertThat(request.identity()).contains("as service account me@p.iam.test");
            String form = server.asked().get(0).body();
            assertThat(URLDecoder.decode(form, StandardCharsets.UTF_8))
                    .contains("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
            Matcher jwt =
                    Pattern.compile("assertion=([\\w-]+)\\.([\\w-]+)\\.([\\w-]+)").matcher(form);
            assertThat(jwt.find()).isTrue();
            assertThat(decoded(jwt.group(1)))
                    .isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}");
            assertThat(decoded(jwt.group(2)))
                    .isEqualTo(
                            ("{\"iss\":\"me@p.iam.test\",\"scope\":"
                                            + "\"https://www.googleapis.com/auth/devstorage.read_only\","
                                            + "\"aud\":\"http://127.0.0.1:%d/token\",\"iat\":%d,\"exp\":%d}")
                                    .formatted(
                                            server.port(),
                                            Fetching.NOW.getEpochSecond(),
                                            Fetching.NOW.getEpochSecond() + 3600));
            assertThat(isSignature(keys.getPublic(), jwt)).isTrue();
        }
    }

    @Test
    void saysWhyGoogleGivesNoToken() throws IOException {
        Answer answer =
                Answer.of(
                        400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT\"}");
        try (TestServer server = TestServer.answering(answer)) {
            assertThatThrownBy(() -> Sources.request(JAR, key(keyFile(server.port()))))
                    .hasMessage(
                            "127.0.0.1:%d answered 400 Bad Request (Invalid JWT) to a request as service account me@p.iam.test",
                            server.port());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{}, no private_key",
                "{\"type\": \"authorized_user\"}, no private_key",
                "`{\"private_key\": \"canary\", \"client_email\": \"me\", \"private_key_id\": \"1\"}`,"
                        + " a private_key or token_uri that cannot be read",
            })
    void refusesAnotherKey(String json, String fault) throws IOException {
        Path file = Files.writeString(folder.resolve("key.json"), json);
        assertThatThrownBy(() -> Sources.request(JAR, key(file)))
                .isInstanceOfSatisfying(
                        FetchException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(2))
                .hasMessage("the file that GOOGLE_APPLICATION_CREDENTIALS names has " + fault);
    }

    @Test
    void refusesAKeyThatIsNotThere() {
        assertThatThrownBy(() -> Sources.request(JAR, key(Path.of("/nowhere/key.json"))))
                .hasMessage(
                        "cannot read \"/nowhere/key.json\", which GOOGLE_APPLICATION_CREDENTIALS"
                                + " names");
    }

    private Path keyFile(int port) throws IOException {
        String pem =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded());
        String json =
                """
                {
                  "type": "service_account",
                  "private_key_id": "key-1",
                  "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                  "client_email": "me\\u0040p.iam.test",
                  "token_uri": "http:\\/\\/127.0.0.1:%d/token"
                }
                """
                        .formatted(pem.replace("\n", "\\n"), port);
        return Files.writeString(folder.resolve("key.json"), json);
    }

    private static Map<String, String> key(Path file) {
        return Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    }

    private static Map<String, String> metadata(TestServer server) {
        return Map.of("GCE_METADATA_HOST", "127.0.0.1:" + server.port());
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static boolean isSignature(PublicKey key, Matcher jwt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((jwt.group(1) + "." + jwt.group(2)).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(jwt.group(3)));
    }

    private static List<InetAddress> unknown(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }
}
