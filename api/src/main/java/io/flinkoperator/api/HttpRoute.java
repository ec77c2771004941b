package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * A Gateway API route to REST API and web UI. Flink has no authentication: whoever reaches it can
 * run code.
 *
 * @param parentRefs Gateways that the route is attached to.
 * @param hostnames Host names; {{$clusterName}} stands for the name of the cluster. Default: those
 *     of the Gateways.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpRoute(
        @Required @Size(min = 1) List<GatewayReference> parentRefs, List<String> hostnames) {
    public HttpRoute {
        parentRefs = Copies.of(parentRefs);
        hostnames = Copies.of(hostnames);
    }
}
