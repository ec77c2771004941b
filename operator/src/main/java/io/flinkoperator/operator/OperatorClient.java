package io.flinkoperator.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Clients that do not read who owns which field of an object: half of the memory that a cached
 * object would take, for what is needed only when an object is about to be changed.
 */
final class OperatorClient {
    private OperatorClient() {}

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    static KubernetesClient of(Config config) {
        ObjectMapper mapper =
                new ObjectMapper().addMixIn(ObjectMeta.class, WithoutManagedFields.class);
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
        // Else a watch that is told that it is too old is taken up again and again.
        serialization.registerKubernetesResource(Status.class);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .build();
    }
}
