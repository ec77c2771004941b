package io.flinkoperator.operator.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.core.spec.Json;
import java.net.HttpURLConnection;

/**
 * Replaces the status of a FlinkCluster, provided that nobody changed the object since it was seen.
 * That makes an intent durable, and stops a stale reader or a deposed leader before it acts.
 */
public final class StatusWriter {
    private static final int UNPROCESSABLE = 422;

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
            return update(next);
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new StaleViewException("The FlinkCluster has changed or is gone", failure);
            }
            throw failure;
        }
    }

    private FlinkCluster update(FlinkCluster next) {
        try {
            return client.resource(next).lockResourceVersion().updateStatus();
        } catch (KubernetesClientException refusal) {
            if (refusal.getCode() == UNPROCESSABLE) {
                return updatePastTheRules(next);
            }
            throw refusal;
        }
    }

    /**
     * Kubernetes 1.30 takes not even a status of what came past the rules of the schema. The older
     * version of the kind has none.
     */
    private FlinkCluster updatePastTheRules(FlinkCluster next) {
        ObjectNode older = (ObjectNode) Json.tree(next);
        String version = next.getApiVersion().replace("v1beta1", "v1alpha1");
        older.put("apiVersion", version);
        String path =
                "/apis/%s/namespaces/%s/flinkclusters/%s/status"
                        .formatted(
                                version,
                                next.getMetadata().getNamespace(),
                                next.getMetadata().getName());
        FlinkCluster written =
                Serialization.unmarshal(client.raw(path, "PUT", older), FlinkCluster.class);
        written.setApiVersion(next.getApiVersion());
        return written;
    }
}
