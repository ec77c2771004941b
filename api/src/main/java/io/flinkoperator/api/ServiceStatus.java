package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The Service in front of the JobManager.
 *
 * @param name Name of the Service.
 * @param state NotReady, Ready or Deleted.
 * @param nodePort Port of the web UI on every node, with access scope NodePort.
 * @param loadBalancerIngress Addresses of the load balancer, with access scope VPC or External.
 * @param url Address of REST API and web UI inside the Kubernetes cluster.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceStatus(
        String name, String state, Integer nodePort, List<String> loadBalancerIngress, String url) {
    public ServiceStatus {
        loadBalancerIngress = Copies.of(loadBalancerIngress);
    }
}
