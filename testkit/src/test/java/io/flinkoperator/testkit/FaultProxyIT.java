package io.flinkoperator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the proxy makes up is what a real API server says. */
class FaultProxyIT {
    private static final String WATCH = "api/v1/configmaps?watch=true";

    @Test
    void aWatchThatIsTooOldIsToldSoAsByTheApiServer() throws Exception {
        try (var controlPlane = ControlPlane.start();
                var proxy = FaultProxy.before(controlPlane);
                var watch = events(controlPlane, proxy.uri(), "")) {
            // Given
            assertThat(watch.readLine()).contains("ADDED");
            proxy.expireWatches();
            controlPlane.restartApiServer();

            // When
            var server = URI.create(controlPlane.config().getMasterUrl());
            try (var madeUp = events(controlPlane, proxy.uri(), "&resourceVersion=1");
                    var real = events(controlPlane, server, "&resourceVersion=1")) {
                var said = event(real);

                // Then
                assertThat(said.at("/object/code").asInt()).isEqualTo(410);
                assertThat(event(madeUp)).isEqualTo(said);
            }
        }
    }

    private static BufferedReader events(ControlPlane controlPlane, URI server, String more)
            throws Exception {
        var config = controlPlane.config();
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(SSLUtils.sslContext(config))
                        .build();
        var request =
                HttpRequest.newBuilder(server.resolve(WATCH + more))
                        .header("authorization", "Bearer " + config.getAutoOAuthToken())
                        .build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** Without the sentence, which names versions. */
    private static JsonNode event(BufferedReader events) throws IOException {
        var event = Serialization.unmarshal(events.readLine(), JsonNode.class);
        ((ObjectNode) event.path("object")).remove("message");
        return event;
    }
}
