package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.util.List;

/**
 * A container image that holds Flink.
 *
 * @param name Name of the image with registry and tag, for example "flink:2.3.0-java17".
 * @param pullPolicy When the node pulls the image: Always, IfNotPresent or Never. Default:
 *     Kubernetes' own, which is Always for the tag "latest" or no tag, and IfNotPresent otherwise.
 * @param pullSecrets Secrets with the credentials to pull the image, in the cluster's namespace.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageSpec(
        @Required @Size(min = 1) String name,
        ImagePullPolicy pullPolicy,
        List<LocalObjectReference> pullSecrets) {

    public ImageSpec {
        pullSecrets = Copies.of(pullSecrets);
    }
}
