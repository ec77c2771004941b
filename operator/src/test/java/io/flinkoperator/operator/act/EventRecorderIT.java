package io.flinkoperator.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class EventRecorderIT {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ClusterEvent FAILED = new ClusterEvent(true, "JobFailed", "It failed.");

    private final KubernetesClient client;
    private final String namespace;

    EventRecorderIT(KubernetesClient client, TestNamespace namespace) {
        this.client = client;
        this.namespace = namespace.name();
    }

    @Test
    void theSameEventAgainIsCounted() {
        // Given
        FlinkCluster cluster = cluster("sales");

        // When
        recorderAt(NOON).record(cluster, FAILED);
        recorderAt(NOON.plusSeconds(60)).record(cluster, FAILED);
        recorderAt(NOON.plusSeconds(120)).record(cluster, FAILED);

        // Then
        assertThat(events("sales"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getCount()).isEqualTo(3);
                            assertThat(event.getFirstTimestamp()).isEqualTo("2026-01-01T12:00:00Z");
                            assertThat(event.getLastTimestamp()).isEqualTo("2026-01-01T12:02:00Z");
                        });
    }

    @Test
    void eventsThatDifferStandSideBySide() {
        // Given
        FlinkCluster cluster = cluster("stock");

        // When
        recorderAt(NOON).record(cluster, FAILED);
        recorderAt(NOON).record(cluster, new ClusterEvent(true, "JobFailed", "Otherwise."));
        recorderAt(NOON).record(cluster, new ClusterEvent(false, "JobRunning", "It runs."));

        // Then
        assertThat(events("stock"))
                .extracting(Event::getType, Event::getReason, Event::getMessage)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("Warning", "JobFailed", "It failed."),
                        org.assertj.core.groups.Tuple.tuple("Warning", "JobFailed", "Otherwise."),
                        org.assertj.core.groups.Tuple.tuple("Normal", "JobRunning", "It runs."));
    }

    @Test
    void aLongMessageIsCut() {
        // When
        recorderAt(NOON)
                .record(cluster("long"), new ClusterEvent(true, "JobFailed", "x".repeat(5000)));

        // Then
        assertThat(events("long"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).hasSize(1024).endsWith("x..."));
    }

    @Test
    void anEventThatCannotBeRecordedStopsNothing() {
        // Given
        FlinkCluster cluster = cluster("odd");
        cluster.getMetadata().setNamespace("there-is-none");

        // When
        recorderAt(NOON).record(cluster, FAILED);

        // Then
        assertThat(events("odd")).isEmpty();
    }

    private EventRecorder recorderAt(Instant time) {
        return new EventRecorder(client, Clock.fixed(time, ZoneOffset.UTC));
    }

    private FlinkCluster cluster(String name) {
        FlinkCluster cluster = new FlinkCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(name)
                        .withUid("uid-of-" + name)
                        .build());
        return cluster;
    }

    private List<Event> events(String name) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name))
                .toList();
    }
}
