package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session cluster on a real node with real Flink. */
class SessionE2E {
    private static final Path JAR = Path.of("../examples/wordcount/target/wordcount.jar");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private RealCluster real;

    @BeforeEach
    void makeNamespace() {
        real = new RealCluster("e2e-session");
    }

    @AfterEach
    void removeNamespace() {
        real.close();
    }

    @Test
    void takesAJobOverRestAndServesItsUi() throws Exception {
        // Given
        String name = real.apply("session", UnaryOperator.identity());
        eventually(
                () ->
                        assertThat(real.condition(name, "Ready"))
                                .map(c -> c.path("status").asText())
                                .contains("True"));
        URI flink = real.jobManager(name);

        // When
        String jar = upload(flink);
        String jobId =
                MAPPER.readTree(post(flink, "/jars/" + jar + "/run", "application/json", "{}"))
                        .path("jobid")
                        .asText();

        // Then
        eventually(
                () ->
                        assertThat(real.rest(name, "/jobs/" + jobId).path("state").asText())
                                .isEqualTo("FINISHED"));
        eventually(() -> assertThat(real.output(name)).contains("the\t9824"));
        assertThat(get(flink, "/")).contains("Apache Flink Web Dashboard");
    }

    private String upload(URI flink) throws Exception {
        String boundary = "jar-follows";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(
                ("--"
                                + boundary
                                + "\r\nContent-Disposition: form-data; name=\"jarfile\";"
                                + " filename=\"wordcount.jar\"\r\n"
                                + "Content-Type: application/x-java-archive\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.write(Files.readAllBytes(JAR));
        body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(flink + "/jars/upload"))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build();
        String file = MAPPER.readTree(send(request)).path("filename").asText();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private String post(URI flink, String path, String type, String body) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(flink + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private String get(URI flink, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(flink + path)).build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
