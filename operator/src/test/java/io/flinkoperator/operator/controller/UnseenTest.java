package io.flinkoperator.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnseenTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Unseen unseen = new Unseen();
    private final FlinkCluster cluster = cluster("uid-1");

    @Test
    void whatWasCreatedAndIsNotInTheCachesMakesAViewStale() {
        // When
        unseen.created(cluster, configMap("a"), START);

        // Then
        assertThat(unseen.isBehind(seen(cluster, START))).isTrue();
        assertThat(unseen.isBehind(seen(cluster, START, service("a")))).isTrue();
        assertThat(unseen.isBehind(seen(cluster, START, configMap("a")))).isFalse();
    }

    @Test
    void whatWasSeenOnceAndIsGoneIsMissedNoMore() {
        // Given
        unseen.created(cluster, configMap("a"), START);

        // When
        unseen.isBehind(seen(cluster, START, configMap("a")));

        // Then
        assertThat(unseen.isBehind(seen(cluster, START))).isFalse();
    }

    @Test
    void whatStaysAwayHoldsNothingUp() {
        // When
        unseen.created(cluster, configMap("a"), START);

        // Then
        Instant last = START.plus(Unseen.PATIENCE);
        assertThat(unseen.isBehind(seen(cluster, last))).isTrue();
        assertThat(unseen.isBehind(seen(cluster, last.plusMillis(1)))).isFalse();
    }

    @Test
    void anotherClusterOfTheSameNameIsAnother() {
        // When
        unseen.created(cluster, configMap("a"), START);

        // Then
        assertThat(unseen.isBehind(seen(cluster("uid-2"), START))).isFalse();
    }

    private static FlinkCluster cluster(String uid) {
        FlinkCluster cluster = new FlinkCluster();
        cluster.getMetadata().setName("words");
        cluster.getMetadata().setUid(uid);
        return cluster;
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    private static HasMetadata service(String name) {
        return new ServiceBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    private static Observation seen(FlinkCluster cluster, Instant now, HasMetadata... owned) {
        return new Observation(
                cluster,
                List.of(owned),
                List.of(),
                List.of(),
                new FlinkView.NotAsked(),
                Optional.empty(),
                new Platform("default", "flink-operator:dev", "UEsDBA=="),
                now);
    }
}
