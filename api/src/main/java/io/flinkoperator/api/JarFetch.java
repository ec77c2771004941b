package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/**
 * How a remote jarFile is fetched.
 *
 * @param maxSize A larger jar is refused.
 * @param timeoutSeconds Time that fetching may take, retries included.
 * @param credentialsSecretName Secret, in the cluster's namespace, whose keys are the environment
 *     variables that the object store's own tools know, for example AWS_ACCESS_KEY_ID,
 *     AZURE_STORAGE_SAS_TOKEN, or FETCH_AUTHORIZATION, the Authorization header for https. Default:
 *     the workload identity of the pod's service account, else none.
 * @param allowedHosts Hosts, or host:port, that may be reached although their address is of this
 *     machine, this link or a metadata service.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JarFetch(
        @Default("1Gi") Quantity maxSize,
        @Default("300") @Min(1) Integer timeoutSeconds,
        String credentialsSecretName,
        List<String> allowedHosts) {
    public JarFetch {
        allowedHosts = Copies.of(allowedHosts);
    }
}
