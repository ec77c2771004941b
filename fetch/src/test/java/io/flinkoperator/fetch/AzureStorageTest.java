package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureStorageTest {
    private static final String JAR = "abfss://jars@acc.dfs.core.windows.net/team%20a/job.jar";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "abfss://jars@acc.dfs.core.windows.net, https://acc.blob.core.windows.net/jars",
        "abfs://$web@acc.dfs.core.windows.net, https://acc.blob.core.windows.net/$web",
        "abfss://jars@acc.z3.dfs.storage.azure.net, https://acc.z3.blob.storage.azure.net/jars",
        "abfss://jars@acc.dfs.core.chinacloudapi.cn, https://acc.blob.core.chinacloudapi.cn/jars",
    })
    void findsTheBlob(String container, String place) throws FetchException {
        Request request = Sources.request(container + "/team%20a/job.jar", Map.of());
        assertThat(request.uri()).hasToString(place + "/team%20a/job.jar");
        assertThat(request.headers()).containsOnlyKeys("x-ms-version");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.test",
        "acc.dfs.core.windows.net.evil.test",
        "evil.test/.dfs.core.windows.net",
        "acc.blob.core.windows.net",
    })
    void goesToAzureOnly(String host) {
        assertThatThrownBy(
                        () ->
                                Sources.request(
                                        "abfss://jars@" + host + "/job.jar",
                                        Map.of("AZURE_STORAGE_SAS_TOKEN", "sig=canary")))
                .hasMessage(
                        "\"%s\" is not a storage account of Azure", host.replaceFirst("/.*", ""));
    }

    @Test
    void goesToAnEndpointThatIsSet() throws FetchException {
        Request request =
                Sources.request(
                        "abfss://jars@acc/job.jar",
                        Map.of("AZURE_STORAGE_BLOB_ENDPOINT", "https://azurite:10000/acc/"));
        assertThat(request.uri()).hasToString("https://azurite:10000/acc/jars/job.jar");
    }

    @ParameterizedTest
    @CsvSource({"sv=1&sig=canary%2B", "?sv=1&sig=canary%2B"})
    void addsASignature(String signature) throws FetchException {
        Request request = Sources.request(JAR, Map.of("AZURE_STORAGE_SAS_TOKEN", signature));
        assertThat(request.uri())
                .hasToString(
                        "https://acc.blob.core.windows.net/jars/team%20a/job.jar?sv=1&sig=canary%2B");
        assertThat(request.isSecret()).isTrue();
        assertThat(request.identity()).contains("with AZURE_STORAGE_SAS_TOKEN");
    }

    @Test
    void refusesASignatureThatIsNone() {
        assertThatThrownBy(
                        () ->
                                Sources.request(
                                        JAR, Map.of("AZURE_STORAGE_SAS_TOKEN", "sig=can ary")))
                .hasMessage("AZURE_STORAGE_SAS_TOKEN is not the query of a URI");
    }

    @Test
    void doesNotShowTheSignature() throws IOException {
        Answer answer =
                new Answer(
                        403,
                        Map.of("x-ms-error-code", "AuthenticationFailed"),
                        "<Error><Code>AuthenticationFailed</Code><AuthenticationErrorDetail>"
                                + "sig=canary</AuthenticationErrorDetail></Error>");
        try (TestServer server = TestServer.answering(answer)) {
            new Fetching(folder, JAR)
                    .with("AZURE_STORAGE_BLOB_ENDPOINT", "http://127.0.0.1:" + server.port())
                    .with("AZURE_STORAGE_SAS_TOKEN", "sig=canary")
                    .fails(
                            1,
                            "Failed to fetch "
                                    + JAR
                                    + ": 127.0.0.1:%d answered 403 Forbidden"
                                            .formatted(server.port())
                                    + " (AuthenticationFailed) to a request with"
                                    + " AZURE_STORAGE_SAS_TOKEN; check its rights");
        }
    }

    @Test
    void takesTheTokenOfTheWorkload() throws FetchException, IOException {
        try (TestServer entra =
                TestServer.answering(Answer.of(200, "{\"access_token\":\"ey.canary\"}"))) {
            Request request = Sources.request(JAR, workload(entra));
            assertThat(request.headers())
                    .containsEntry("Authorization", "Bearer ey.canary")
                    .containsKey("x-ms-version");
            assertThat(request.isSecret()).isTrue();
            assertThat(entra.asked().get(0).line()).isEqualTo("POST /tenant-1/oauth2/v2.0/token");
            assertThat(entra.asked().get(0).body().split("&", -1))
                    .containsExactlyInAnyOrder(
                            "grant_type=client_credentials",
                            "client_id=client-1",
                            "scope=https%3A%2F%2Fstorage.azure.com%2F.default",
                            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
                                    + "client-assertion-type%3Ajwt-bearer",
                            "client_assertion=ey.federated");
        }
    }

    @Test
    void saysWhyThereIsNoToken() throws IOException {
        Answer answer =
                Answer.of(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700213: No"
                                + " matching federated identity record found\"}");
        try (TestServer entra = TestServer.answering(answer)) {
            assertThatThrownBy(() -> Sources.request(JAR, workload(entra)))
                    .hasMessage(
                            "127.0.0.1:%d answered 401 Unauthorized (AADSTS700213: No matching"
                                    + " federated identity record found) to a request with the token"
                                    + " in AZURE_FEDERATED_TOKEN_FILE",
                            entra.port());
        }
    }

    private Map<String, String> workload(TestServer entra) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "ey.federated");
        return Map.of(
                "AZURE_CLIENT_ID",
                "client-1",
                "AZURE_TENANT_ID",
                "tenant-1",
                "AZURE_FEDERATED_TOKEN_FILE",
                token.toString(),
                "AZURE_AUTHORITY_HOST",
                "http://127.0.0.1:" + entra.port() + "/");
    }
}
