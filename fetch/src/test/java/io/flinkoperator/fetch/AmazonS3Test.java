package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.fetch.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmazonS3Test {
    private static final String JAR = "s3://jars/team%20a/job+1.jar";
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "canary-secret");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "jars, AWS_REGION, '', https://jars.s3.us-east-1.amazonaws.com/",
        "jars, AWS_REGION, eu-west-1, https://jars.s3.eu-west-1.amazonaws.com/",
        "jars, AWS_DEFAULT_REGION, eu-west-1, https://jars.s3.eu-west-1.amazonaws.com/",
        "jars, AWS_REGION, cn-north-1, https://jars.s3.cn-north-1.amazonaws.com.cn/",
        "jars.example.org, AWS_REGION, '', https://s3.us-east-1.amazonaws.com/jars.example.org/",
        "jars, AWS_ENDPOINT_URL, http://minio:9000, http://minio:9000/jars/",
        "jars, AWS_ENDPOINT_URL_S3, http://minio:9000/, http://minio:9000/jars/",
    })
    void findsTheObject(String bucket, String variable, String value, String place)
            throws FetchException {
        Request request =
                Sources.request("s3://" + bucket + "/team%20a/job+1.jar", Map.of(variable, value));
        assertThat(request.uri()).hasToString(place + "team%20a/job%2B1.jar");
    }

    @Test
    void isAnonymousWithoutCredentials() throws FetchException {
        Request request = Sources.request(JAR, Map.of());
        assertThat(request.headers()).containsOnlyKeys("X-Amz-Content-Sha256");
        assertThat(request.identity()).isEmpty();
    }

    @Test
    void signsWithAnAccessKey() throws FetchException {
        Map<String, String> variables = new HashMap<>(KEYS);
        variables.put("AWS_SESSION_TOKEN", "canary-token");
        Request request = Sources.request(JAR, variables);
        assertThat(request.headers())
                .containsEntry("X-Amz-Date", "20261123T120000Z")
                .containsEntry("X-Amz-Security-Token", "canary-token");
        assertThat(request.headers().get("Authorization"))
                .startsWith(
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request,"
                                + " SignedHeaders=host;x-amz-content-sha256;x-amz-date;"
                                + "x-amz-security-token, Signature=");
        assertThat(request.identity()).contains("with AWS_ACCESS_KEY_ID");
        assertThat(request.isSecret()).isFalse();
    }

    @Test
    void takesTheRoleOfThePod() throws FetchException, IOException {
        String answer =
                """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult><Credentials>
                    <AccessKeyId>ASIAROLE</AccessKeyId>
                    <SecretAccessKey>canary/secret+1=</SecretAccessKey>
                    <SessionToken>canary/token==</SessionToken>
                  </Credentials></AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """;
        try (TestServer sts = TestServer.answering(Answer.of(200, answer))) {
            Request request = Sources.request(JAR, role(sts));
            assertThat(request.uri()).hasHost("jars.s3.us-east-1.amazonaws.com");
            assertThat(request.headers()).containsEntry("X-Amz-Security-Token", "canary/token==");
            assertThat(request.headers().get("Authorization")).contains("Credential=ASIAROLE/");
            assertThat(request.identity()).contains("as arn:aws:iam::1:role/jars");
            assertThat(sts.asked().get(0).line()).isEqualTo("POST /");
            assertThat(sts.asked().get(0).body().split("&", -1))
                    .containsExactlyInAnyOrder(
                            "Action=AssumeRoleWithWebIdentity",
                            "Version=2011-06-15",
                            "RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fjars",
                            "RoleSessionName=flink-operator-fetch",
                            "WebIdentityToken=ey.canary%2B");
        }
    }

    @Test
    void saysWhyThereIsNoRole() throws IOException {
        String answer =
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not authorized to perform"
                        + " sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>";
        try (TestServer sts = TestServer.answering(Answer.of(403, answer))) {
            assertThatThrownBy(() -> Sources.request(JAR, role(sts)))
                    .hasMessage(
                            "127.0.0.1:%d answered 403 Forbidden (AccessDenied) to a request with"
                                    + " the token in AWS_WEB_IDENTITY_TOKEN_FILE",
                            sts.port());
        }
    }

    @Test
    void givesUpOnAnAnswerWithoutKeys() throws IOException {
        try (TestServer sts = TestServer.answering(Answer.of(200, "<html>"))) {
            assertThatThrownBy(() -> Sources.request(JAR, role(sts)))
                    .hasMessage("127.0.0.1:%d answered without credentials", sts.port());
        }
    }

    @Test
    void namesTheRegionOfTheBucket() throws IOException {
        Answer answer =
                new Answer(
                        301,
                        Map.of("x-amz-bucket-region", "eu-west-1"),
                        "<Error><Code>PermanentRedirect</Code></Error>");
        try (TestServer server = TestServer.answering(answer)) {
            new Fetching(folder, JAR)
                    .with("AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.port())
                    .fails(
                            1,
                            "Failed to fetch s3://jars/team%%20a/job+1.jar: 127.0.0.1:%d answered 301"
                                            .formatted(server.port())
                                    + " Moved Permanently (PermanentRedirect); set AWS_REGION to the"
                                    + " bucket's, eu-west-1");
        }
    }

    @Test
    void needsBothPartsOfAKey() {
        assertThatThrownBy(() -> Sources.request(JAR, Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")))
                .hasMessage("only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set");
    }

    @Test
    void refusesAnEndpointThatIsNone() {
        assertThatThrownBy(() -> Sources.request(JAR, Map.of("AWS_ENDPOINT_URL", "minio:9000")))
                .hasMessage("AWS_ENDPOINT_URL is not the address of a service");
    }

    private Map<String, String> role(TestServer sts) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "ey.canary+\n");
        return Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::1:role/jars",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token.toString(),
                "AWS_ENDPOINT_URL_STS",
                "http://127.0.0.1:" + sts.port());
    }
}
