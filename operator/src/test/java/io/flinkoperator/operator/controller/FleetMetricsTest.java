package io.flinkoperator.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetMetricsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final String RUNNING =
            """
            state: Running
            components: {job: {state: Running, startTime: "2026-11-28T06:00:00Z"%s}}
            conditions:
              - {type: Degraded, status: "%s", reason: %s, lastTransitionTime: "%s"}
            """;

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Fleet fleet = new Fleet();
    private final FleetMetrics metrics = new FleetMetrics(fleet, CLOCK, registry);

    @Test
    void clustersAndJobsAreCountedByState() throws IOException {
        saw("a", RUNNING.formatted("", "False", "AsExpected", "2026-11-28T06:00:00Z"));
        saw("b", RUNNING.formatted("", "False", "AsExpected", "2026-11-28T11:00:00Z"));
        saw("c", "{state: Creating, operation: {name: CreateCluster}}");

        assertThat(scrape())
                .contains("flink_operator_clusters{state=\"Running\"} 2.0")
                .contains("flink_operator_clusters{state=\"Creating\"} 1.0")
                .contains("flink_operator_jobs{state=\"Running\"} 2.0")
                .contains("flink_operator_operations_under_way{operation=\"CreateCluster\"} 1.0")
                .contains("flink_operator_conditions{status=\"False\",type=\"Degraded\"} 2.0")
                .contains(
                        "flink_operator_condition_longest_seconds{status=\"False\",type=\"Degraded\"}"
                                + " 21600.0");
    }

    @Test
    void whatIsGoneIsNotCounted() throws IOException {
        saw("a", "{state: Running}");
        scrape();

        fleet.forget(id("a"));

        assertThat(scrape()).noneMatch(it -> it.startsWith("flink_operator_clusters{"));
    }

    @Test
    void theAgeOfTheNewestStateIsToldOfJobsThatRun() throws IOException {
        String checkpoint = ", checkpointTime: \"2026-11-28T11:50:00Z\"";
        saw("a", RUNNING.formatted(checkpoint, "False", "AsExpected", "2026-11-28T06:00:00Z"));
        saw("b", RUNNING.formatted("", "False", "AsExpected", "2026-11-28T06:00:00Z"));
        saw("c", "{components: {job: {state: Failed, startTime: \"2026-11-01T00:00:00Z\"}}}");

        assertThat(scrape())
                .contains("flink_operator_unsaved_jobs{longer_than=\"5m\"} 2.0")
                .contains("flink_operator_unsaved_jobs{longer_than=\"15m\"} 1.0")
                .contains("flink_operator_unsaved_jobs{longer_than=\"6h\"} 0.0");
    }

    @Test
    void noMoreThanAHundredDegradedClustersAreNamedTheLongestFirst() throws IOException {
        for (int number = 0; number < 150; number++) {
            saw(
                    "c" + number,
                    RUNNING.formatted(
                            "",
                            "True",
                            "PodTrouble",
                            "2026-11-28T10:00:00Z"
                                    .replace(
                                            ":00Z",
                                            ":%02dZ".formatted(number < 60 ? number : 59))));
        }

        assertThat(scrape())
                .contains(
                        "flink_operator_degraded_seconds{name=\"c0\",namespace=\"ns\",reason=\"PodTrouble\"}"
                                + " 7200.0")
                .filteredOn(it -> it.startsWith("flink_operator_degraded_seconds{"))
                .hasSize(100);
        assertThat(scrape())
                .contains("flink_operator_conditions{status=\"True\",type=\"Degraded\"} 150.0");
    }

    @Test
    void whatCannotBeReadIsLeftOut() throws IOException {
        saw("a", "{}");
        saw("b", "{state: Running, conditions: [{type: Ready, lastTransitionTime: yesterday}]}");

        assertThat(scrape()).contains("flink_operator_clusters{state=\"Running\"} 1.0");
    }

    @Test
    void operationsAreCountedOnceWhenTheyEnd() throws IOException {
        RoundMetrics rounds = new RoundMetrics(registry);
        FlinkCluster seen = new FlinkCluster();
        seen.setStatus(YAML.readTree("{history: [{name: SubmitJob, startTime: t1}]}"));
        FlinkClusterStatus next =
                status(
                        """
                        history:
                          - {name: UpdateJob, startTime: t2, outcome: Failed, durationSeconds: 7}
                          - {name: SubmitJob, startTime: t1, outcome: Succeeded, durationSeconds: 3}
                        """);

        rounds.statusWritten(seen, next);

        assertThat(scrape())
                .contains(
                        "flink_operator_operations_seconds_sum{operation=\"UpdateJob\",outcome=\"Failed\"}"
                                + " 7.0")
                .noneMatch(it -> it.contains("operation=\"SubmitJob\""));

        rounds.statusWritten(new FlinkCluster(), next);

        assertThat(scrape())
                .contains(
                        "flink_operator_operations_seconds_count{operation=\"UpdateJob\",outcome=\"Failed\"}"
                                + " 2")
                .contains(
                        "flink_operator_operations_seconds_count{operation=\"SubmitJob\",outcome=\"Succeeded\"}"
                                + " 1");
    }

    private void saw(String name, String status) throws IOException {
        fleet.saw(id(name), status(status));
    }

    private static ResourceID id(String name) {
        return new ResourceID(name, "ns");
    }

    private static FlinkClusterStatus status(String yaml) throws IOException {
        return YAML.readValue(yaml, FlinkClusterStatus.class);
    }

    private List<String> scrape() {
        metrics.refresh();
        return registry.scrape().lines().toList();
    }
}
