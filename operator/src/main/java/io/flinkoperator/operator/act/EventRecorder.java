package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.spec.Revision;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records events on a FlinkCluster; the same event again is counted, not repeated. */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int MAX_MESSAGE = 1024;

    private final KubernetesClient client;
    private final Clock clock;

    /** A recorder that uses a client. */
    public EventRecorder(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Records it. An event that cannot be recorded stops nothing. */
    public void record(FlinkCluster cluster, ClusterEvent event) {
        Event first = event(cluster, event);
        try {
            client.resource(first).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                countOneMore(first);
            } else {
                LOG.atDebug().setCause(failure).log("Event not recorded");
            }
        }
    }

    private void countOneMore(Event again) {
        try {
            client.v1()
                    .events()
                    .inNamespace(again.getMetadata().getNamespace())
                    .withName(again.getMetadata().getName())
                    .edit(
                            known -> {
                                int count = known.getCount() == null ? 1 : known.getCount();
                                known.setCount(count + 1);
                                known.setLastTimestamp(again.getLastTimestamp());
                                return known;
                            });
        } catch (KubernetesClientException failure) {
            LOG.atDebug().setCause(failure).log("Event not counted");
        }
    }

    private Event event(FlinkCluster cluster, ClusterEvent event) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var metadata = cluster.getMetadata();
        String message =
                event.message().length() > MAX_MESSAGE
                        ? event.message().substring(0, MAX_MESSAGE - 3) + "..."
                        : event.message();
        String identity = metadata.getUid() + event.reason() + message;
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName() + "." + Revision.hash(identity).substring(0, 16))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .endInvolvedObject()
                .withType(event.warning() ? "Warning" : "Normal")
                .withReason(event.reason())
                .withMessage(message)
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withNewSource()
                .withComponent("flink-operator")
                .endSource()
                .withReportingComponent("flink-operator")
                .build();
    }
}
