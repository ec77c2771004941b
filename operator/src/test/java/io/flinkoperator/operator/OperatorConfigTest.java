package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkoperator.core.model.Platform;
import io.flinkoperator.operator.controller.FlinkEndpoints;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

    @Test
    void everythingHasADefault() {
        assertThat(OperatorConfig.of(Map.of()))
                .isEqualTo(
                        new OperatorConfig(
                                Set.of(),
                                Optional.empty(),
                                true,
                                "default",
                                "flink-operator",
                                Optional.empty(),
                                8080,
                                Optional.empty(),
                                10,
                                new FlinkEndpoints("http://{service}.{namespace}.svc:{port}"),
                                new Platform("default", "flink-operator", RestoreJar.BASE64)));
    }

    @Test
    void everyVariableHasAnEffect() {
        assertThat(
                        OperatorConfig.of(
                                Map.ofEntries(
                                        Map.entry("WATCH_NAMESPACES", " a, b,,a "),
                                        Map.entry("WATCH_LABELS", "team=shop"),
                                        Map.entry("LEASE_NAME", "shop"),
                                        Map.entry("LEADER_ELECTION", "false"),
                                        Map.entry("POD_NAMESPACE", "flink-system"),
                                        Map.entry("POD_NAME", "operator-1"),
                                        Map.entry("HOSTNAME", "not-this"),
                                        Map.entry("HTTP_PORT", " 0 "),
                                        Map.entry("FLEET_PAGE_PORT", "8081"),
                                        Map.entry("RECONCILE_THREADS", "3"),
                                        Map.entry("FETCH_IMAGE", "registry/fetch:1"),
                                        Map.entry(
                                                "FLINK_REST_URL",
                                                "http://proxy/{namespace}/{name}"))))
                .isEqualTo(
                        new OperatorConfig(
                                Set.of("a", "b"),
                                Optional.of("team=shop"),
                                false,
                                "flink-system",
                                "shop",
                                Optional.of("operator-1"),
                                0,
                                Optional.of(8081),
                                3,
                                new FlinkEndpoints("http://proxy/{namespace}/{name}"),
                                new Platform(
                                        "flink-system", "registry/fetch:1", RestoreJar.BASE64)));
    }

    @Test
    void aBlankVariableIsNone() {
        assertThat(OperatorConfig.of(Map.of("HTTP_PORT", " ", "WATCH_NAMESPACES", "")))
                .isEqualTo(OperatorConfig.of(Map.of()));
    }

    @Test
    void theHostNameIsTheIdentityOutsideOfPods() {
        assertThat(OperatorConfig.of(Map.of("HOSTNAME", "laptop")).identity()).contains("laptop");
    }

    @ParameterizedTest
    @CsvSource({
        "LEADER_ELECTION, yes",
        "LEADER_ELECTION, True",
        "HTTP_PORT, http",
        "HTTP_PORT, 65536",
        "HTTP_PORT, -1",
        "FLEET_PAGE_PORT, yes",
        "RECONCILE_THREADS, many",
        "RECONCILE_THREADS, 0",
        "RECONCILE_THREADS, 1.5",
        "FLINK_REST_URL, {service}:{port}",
        "FLINK_REST_URL, http://a b",
        "FLINK_REST_URL, http://{servcie}:8081",
        "FLINK_REST_URL, ftp://{service}",
    })
    void aBadValueIsRefusedWithNameAndValue(String variable, String value) {
        assertThatThrownBy(() -> OperatorConfig.of(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Environment variable %s is '%s', which is not ", variable, value);
    }
}
