package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.flinkoperator.testkit.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboards in a real Prometheus that asks a real operator. */
@Tag("alone")
class MonitoringE2E {
    private static final Path FOLDER = Path.of("../helm/flink-operator/monitoring");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Panels of what does not happen in this test. */
    private static final Set<String> EMPTY =
            Set.of(
                    "Degraded, and for how long",
                    "Jobs by state",
                    "Operations ended in an hour",
                    "How long operations take");

    @TempDir Path folder;

    private record Query(String panel, String expression) {}

    @Test
    void alertsAreAsTheirTestsSay() throws Exception {
        assertThat(
                        Release.run(
                                List.of(
                                        "promtool",
                                        "check",
                                        "rules",
                                        FOLDER.resolve("alerts.yaml").toString())))
                .contains("SUCCESS");
        assertThat(
                        Release.run(
                                List.of(
                                        "promtool",
                                        "test",
                                        "rules",
                                        "src/test/resources/alerts.test.yaml")))
                .contains("SUCCESS");
    }

    @Test
    void everyPanelOfTheFleetAndOfTheOperatorShowsSomething() throws Exception {
        try (RealCluster real = new RealCluster("e2e-monitoring")) {
            String name = real.apply("session", yaml -> yaml);
            eventually(
                    () ->
                            assertThat(real.condition(name, "Ready"))
                                    .map(condition -> condition.path("status").asText())
                                    .contains("True"));
            try (LocalPortForward operator = new Release(real.client).forward(8080);
                    FreePorts free = FreePorts.take(1)) {
                int port = free.ports().get(0);
                Process prometheus = prometheus(port, operator.getLocalPort());
                try {
                    for (Query query : queries()) {
                        eventually(() -> shows(port, query));
                    }
                } finally {
                    prometheus.destroyForcibly().waitFor();
                }
            }
        }
    }

    private Process prometheus(int port, int target) throws IOException {
        Path config = folder.resolve("prometheus.yaml");
        Files.writeString(
                config,
                """
                global: {scrape_interval: 1s}
                rule_files: [%s]
                scrape_configs:
                  - job_name: operator
                    honor_labels: true
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(FOLDER.resolve("alerts.yaml").toAbsolutePath(), target));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    private static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (String dashboard : List.of("fleet", "operator")) {
            JsonNode file =
                    MAPPER.readTree(FOLDER.resolve("dashboards/" + dashboard + ".json").toFile());
            for (JsonNode panel : file.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries.add(
                            new Query(panel.path("title").asText(), target.path("expr").asText()));
                }
            }
        }
        assertThat(queries).hasSizeGreaterThan(15);
        return queries;
    }

    private static void shows(int port, Query query) throws Exception {
        URI uri =
                URI.create(
                        "http://127.0.0.1:"
                                + port
                                + "/api/v1/query?query="
                                + URLEncoder.encode(query.expression(), StandardCharsets.UTF_8));
        JsonNode answer = MAPPER.readTree(get(uri));
        assertThat(answer.path("status").asText()).as(query.toString()).isEqualTo("success");
        if (!EMPTY.contains(query.panel())) {
            assertThat(answer.path("data").path("result")).as(query.toString()).isNotEmpty();
        }
    }

    /** It takes a while until Prometheus listens. */
    private static String get(URI uri) throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            throw new AssertionError("Prometheus does not answer", notYet);
        }
    }
}
