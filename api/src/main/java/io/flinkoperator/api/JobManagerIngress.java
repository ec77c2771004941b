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
 * @param annotations Annotations of the Ingress, for its controller.
 * @param className Name of the IngressClass. Default: the Kubernetes cluster's own.
 * @param useTls Whether the Ingress ends TLS.
 * @param tlsSecretName Secret with the certificate.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobManagerIngress(
        String hostFormat,
        Map<String, String> annotations,
        String className,
        @Default("false") Boolean useTls,
        String tlsSecretName) {
    public JobManagerIngress {
        annotations = Copies.of(annotations);
    }
}
