package io.flinkoperator.operator.controller;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Names;
import java.net.URI;
import java.util.List;

/**
 * REST addresses of JobManagers.
 *
 * @param template Address with {namespace}, {name} (of the FlinkCluster), {service} and {port} in
 *     it.
 */
public record FlinkEndpoints(String template) {
    /** The Service's name as Kubernetes' DNS knows it. */
    public static final String IN_CLUSTER = "http://{service}.{namespace}.svc:{port}";

    /** What a template has to be, in words. */
    public static final String FORM =
            "an http address with nothing but {service}, {namespace}, {name} and {port} in braces";

    private static final int DEFAULT_PORT = 8081;

    /** Refuses what would be no address in any round. */
    public FlinkEndpoints {
        URI sample = address(template, "a", "b", "c", DEFAULT_PORT);
        if (sample.getHost() == null || !List.of("http", "https").contains(sample.getScheme())) {
            throw new IllegalArgumentException("Not " + FORM + ": " + template);
        }
    }

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
        return address(template, service, metadata.getNamespace(), metadata.getName(), port);
    }

    private static URI address(
            String template, String service, String namespace, String name, int port) {
        return URI.create(
                template.replace("{service}", service)
                        .replace("{namespace}", namespace)
                        .replace("{name}", name)
                        .replace("{port}", String.valueOf(port)));
    }
}
