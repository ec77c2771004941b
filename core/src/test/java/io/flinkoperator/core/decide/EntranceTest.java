package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntranceTest {

    @ParameterizedTest
    @CsvSource({
        "flink.example.com, /,                  , http://flink.example.com",
        "flink.example.com, /lab,               , http://flink.example.com/lab/",
        "flink.example.com, /lab/,              , http://flink.example.com/lab/",
        "flink.example.com, /a/lab(/|$)(.*),    , http://flink.example.com/a/lab/",
        "'',                /,       192.0.2.1  , http://192.0.2.1",
        "'',                /,       2001:db8::1, http://[2001:db8::1]",
        "'',                /lab,    2001:db8::1, http://[2001:db8::1]/lab/",
    })
    void theStatusNamesTheUrlThatABrowserCanOpen(
            String host, String path, String address, String url) {
        // Given
        Ingress ingress =
                Serialization.unmarshal(
                        """
                        metadata: {name: lab-jobmanager}
                        spec: {rules: [{%s http: {paths: [{path: '%s'}]}}]}
                        status: {loadBalancer: {ingress: [%s]}}
                        """
                                .formatted(
                                        host.isEmpty() ? "" : "host: " + host + ",",
                                        path,
                                        address == null ? "" : "{ip: '" + address + "'}"),
                        Ingress.class);

        // When
        var status = Entrance.of(ingress);

        // Then
        assertThat(status.urls()).containsExactly(url);
    }
}
