package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecWarningsTest {
    private static final String ZOOKEEPER =
            Clusters.JOB
                    + """
                    flinkProperties:
                      high-availability.type: zookeeper
                      high-availability.zookeeper.quorum: zk:2181
                      high-availability.cluster-id: /sales
                    """;
    private static final String OTHER = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    @Test
    void aJobThatZooKeeperKeptOfADeletedClusterIsNamed() {
        // Given
        Scene scene = Scene.running(ZOOKEEPER);
        FlinkJob own = scene.job(FlinkJobState.RUNNING);

        // When
        scene.jobs(own, other(own.startTime().minus(Duration.ofSeconds(9)))).settle();

        // Then
        assertThat(warning(scene))
                .contains(
                        "spec.flinkProperties: its high availability brought back job "
                                + OTHER
                                + " 'Ledger', which this FlinkCluster did not submit and leaves"
                                + " alone; cancel it if it does the work of this one's job");
    }

    @Test
    void anotherJobOfTheSameProgramIsNone() {
        // Given
        Scene scene = Scene.running(ZOOKEEPER);
        FlinkJob own = scene.job(FlinkJobState.RUNNING);

        // When
        scene.jobs(own, other(own.startTime().plus(Duration.ofSeconds(1)))).settle();

        // Then
        assertThat(warning(scene)).isEmpty();
    }

    @Test
    void aFieldThatKubernetesCutOffIsWarnedOf() {
        // Given
        Scene scene = Scene.running(Clusters.JOB);
        String applied = "{\"spec\":{\"job\":{\"jarFile\":\"j\",\"autoSavepointSecs\":300}}}";

        // When
        scene.cluster
                .getMetadata()
                .setAnnotations(
                        new HashMap<>(
                                Map.of(
                                        "kubectl.kubernetes.io/last-applied-configuration",
                                        applied)));
        scene.settle();

        // Then
        assertThat(warning(scene))
                .contains(
                        "spec.job.autoSavepointSecs: there is no such field; it has no effect;"
                                + " perhaps you mean spec.job.autoSavepointSeconds");
    }

    private static FlinkJob other(Instant start) {
        return new FlinkJob(
                OTHER,
                "Ledger",
                FlinkJobState.RUNNING,
                FlinkTasks.ALL_RUN,
                start,
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<String> warning(Scene scene) {
        for (var condition : scene.status().path("conditions")) {
            if (condition.path("type").asText().equals("SpecWarning")
                    && condition.path("status").asText().equals("True")) {
                return Optional.of(condition.path("message").asText());
            }
        }
        return Optional.empty();
    }
}
