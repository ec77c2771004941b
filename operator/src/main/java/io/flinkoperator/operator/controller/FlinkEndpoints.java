package io.flinkoperator.operator.controller;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Names;
import java.net.URI;

/**
 * REST addresses of JobManagers.
 *
 * @param template Address with {namespace}, {name} (of the FlinkCluster), {service} and {port} in
 *     it.
 */
public record FlinkEndpoints(String template) {
    /** The Service's name as Kubernetes' DNS knows it. */
    public static final String IN_CLUSTER = "http://{service}.{namespace}.svc:{port}";

    private static final int DEFAULT_PORT = 8081;

    /** The address of a cluster's JobManager, as its Service says. */
    URI of(Observation seen) {
        var metadata = seen.cluster().getMetadata();
        String service = Names.jobManager(metadata.getName());
        int port =
                seen.owned(Service.class, service).stream()
                        .flatMap(found -> found.getSpec().getPorts().stream())
                        .filter(candidate -> "ui".equals(candidate.getName()))
                        .map(ServicePort::getPort)
                        .findFirst()
                        .orElse(DEFAULT_PORT);
        return URI.create(
                template.replace("{service}", service)
                        .replace("{namespace}", metadata.getNamespace())
                        .replace("{name}", metadata.getName())
                        .replace("{port}", String.valueOf(port)));
    }
}
