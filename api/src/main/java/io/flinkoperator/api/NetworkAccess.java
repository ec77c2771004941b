package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;

/**
 * A NetworkPolicy for the cluster's pods. Flink asks nobody who they are, and runs the code it is
 * given: only the cluster's own pods reach the ports by which Flink talks to itself (rpc, blob,
 * query, data). It has an effect if the network plugin of Kubernetes knows NetworkPolicies.
 *
 * @param enabled Whether there is one.
 * @param from Who reaches the web UI, and other ports that containers declare or metrics reporters
 *     have, as peers of a NetworkPolicy; the cluster's own pods and the operator always do.
 *     Default: everybody whom jobManager.accessScope lets in.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkAccess(@Default("true") Boolean enabled, List<NetworkPolicyPeer> from) {
    public NetworkAccess {
        from = Copies.of(from);
    }
}
