package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.flinkoperator.api.FlinkCluster;
import java.util.Optional;

/**
 * Holds back an operator that has stood still: another one may have taken over since it looked.
 *
 * @param client How to ask the API server.
 * @param version The FlinkCluster as this operator has read or written it last.
 */
public record Fence(KubernetesClient client, FlinkCluster version) {

    /** Ends the round if anybody has written the FlinkCluster since then. */
    public void check() {
        boolean isSame =
                Optional.ofNullable(client.resource(version).get())
                        .map(now -> now.getMetadata().getResourceVersion())
                        .filter(version.getMetadata().getResourceVersion()::equals)
                        .isPresent();
        if (!isSame) {
            throw new StaleViewException("The FlinkCluster has changed meanwhile");
        }
    }
}
