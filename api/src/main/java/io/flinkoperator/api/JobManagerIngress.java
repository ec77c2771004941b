package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import java.util.Map;

/**
 * An Ingress for REST API and web UI. Flink has no authentication: whoever reaches it can run code.
 *
 * @param hostFormat Host name; {{$clusterName}} stands for the name of the cluster. Default: every
 *     host.
 * @param path Path of the URLs that lead to the JobManager; {{$clusterName}} and {{$namespace}}
 *     stand for name and namespace of the cluster. Flink's web UI expects requests without this
 *     path, so below any other path than / the controller has to cut it off, which an annotation of
 *     its own tells it.
 * @param pathType How the path is compared: Prefix, Exact or ImplementationSpecific, which is the
 *     one for a regular expression.
 * @param annotations Annotations of the Ingress, for its controller.
 * @param className Name of the IngressClass. Default: the Kubernetes cluster's own.
 * @param useTls Whether the Ingress ends TLS.
 * @param tlsSecretName Secret with the certificate.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobManagerIngress(
        String hostFormat,
        @Default("/") String path,
        @Default("Prefix") PathType pathType,
        Map<String, String> annotations,
        String className,
        @Default("false") Boolean useTls,
        String tlsSecretName) {
    public JobManagerIngress {
        annotations = Copies.of(annotations);
    }
}
