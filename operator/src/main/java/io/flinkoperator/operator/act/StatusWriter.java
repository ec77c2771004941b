package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.core.spec.Json;
import java.net.HttpURLConnection;

/**
 * Replaces the status of a FlinkCluster, provided that nobody changed the object since it was seen.
 * That makes an intent durable, and stops a stale reader or a deposed leader before it acts.
 */
public final class StatusWriter {
    private final KubernetesClient client;

    /** A writer that uses a client. */
    public StatusWriter(KubernetesClient client) {
        this.client = client;
    }

    /** Writes it, and returns the version of the FlinkCluster that has it. */
    public FlinkCluster write(FlinkCluster seen, FlinkClusterStatus status) {
        FlinkCluster next = new FlinkCluster();
        next.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace(seen.getMetadata().getNamespace())
                        .withName(seen.getMetadata().getName())
                        .withUid(seen.getMetadata().getUid())
                        .withResourceVersion(seen.getMetadata().getResourceVersion())
                        .build());
        next.setSpec(seen.getSpec());
        next.setStatus(Json.tree(status));
        try {
            return client.resource(next).lockResourceVersion().updateStatus();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new StaleViewException("The FlinkCluster has changed or is gone", failure);
            }
            throw failure;
        }
    }
}
