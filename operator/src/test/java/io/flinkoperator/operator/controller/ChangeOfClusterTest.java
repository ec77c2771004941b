package io.flinkoperator.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.flinkoperator.api.FlinkCluster;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeOfClusterTest {
    private static final String EARLIER = "2026-11-28T10:00:00Z";
    private static final String LATER = "2026-11-28T10:00:01Z";

    private final ChangeOfCluster filter = new ChangeOfCluster();

    @Test
    void aRoundBeginsForAStatusThatWasEmptiedOrReplacedByAnOldOne() {
        assertThat(filter.accept(new FlinkCluster(), cluster(EARLIER))).isTrue();
        assertThat(filter.accept(cluster(EARLIER), cluster(LATER))).isTrue();
    }

    @Test
    void noRoundBeginsForAStatusThatTheOperatorWrote() {
        assertThat(filter.accept(cluster(EARLIER), new FlinkCluster())).isFalse();
        assertThat(filter.accept(cluster(LATER), cluster(EARLIER))).isFalse();
        assertThat(filter.accept(cluster(LATER), cluster(LATER))).isFalse();
    }

    @Test
    void aRoundBeginsForAnAnnotation() {
        FlinkCluster said = cluster(EARLIER);
        said.setMetadata(new ObjectMetaBuilder().withAnnotations(Map.of("a", "b")).build());
        assertThat(filter.accept(said, cluster(EARLIER))).isTrue();
    }

    private static FlinkCluster cluster(String lastUpdateTime) {
        FlinkCluster cluster = new FlinkCluster();
        cluster.setMetadata(new ObjectMetaBuilder().build());
        cluster.setStatus(
                JsonNodeFactory.instance.objectNode().put("lastUpdateTime", lastUpdateTime));
        return cluster;
    }
}
